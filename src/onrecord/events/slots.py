"""What stands around a trigger, by how it hangs on it: its subject, object, owner, what is behind "to", "by", "from" …

Slots are told from the side of the deed: the subject of a passive is `psubj`, who does it is `by`; a noun that a light verb brings ("held
talks with") has the verb's subject as `v-subj`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from onrecord.clauses.tree import Tree
from onrecord.lexicon import word_set

MOST: Final = 24  # of one trigger


@dataclass(frozen=True, slots=True)
class Slot:
    """A word that fills a slot of a trigger."""

    name: str
    word: int


def slots_of(tree: Tree, trigger: Sequence[int]) -> tuple[Slot, ...]:
    """The slots of a trigger, given by the numbers of its words; each word once, by the nearest slot."""
    inside = set(trigger)
    found: list[Slot] = []
    seen: set[int] = set()
    for word in trigger:
        if tree.is_verb(word):
            pairs = _of_verb(tree, word)
        elif tree.is_noun(word) or tree.tags[word] in ("JJ", "XX", "CD"):
            pairs = _of_noun(tree, word)
        else:
            continue
        for name, filler in pairs:
            if filler not in inside and filler not in seen and len(found) < MOST:
                seen.add(filler)
                found.append(Slot(name, filler))
    return tuple(found)


def _of_verb(tree: Tree, verb: int) -> Iterator[tuple[str, int]]:
    passive = tree.is_passive(verb)
    for noun in tree.spoken_subject(verb):
        yield ("psubj" if passive else "subj"), noun
    for label in ("dobj", "dative", "attr"):
        for child in tree.children(verb, label):
            if tree.tags[child] not in ("IN", "TO"):
                name = {"dobj": "obj", "dative": "iobj", "attr": "attr"}[label]
                for one in tree.conjuncts(child):
                    yield name, one
    for prep, noun in tree.preps(verb):
        yield ("by" if passive or prep != "by" else "near") if prep == "by" else prep, noun
    for child in tree.children(verb, "dobj", "nsubjpass"):
        for one in tree.conjuncts(child):
            for prep, noun in tree.preps(one):
                yield f"o-{prep}", noun
            for owner in tree.children(one, "poss"):
                yield "o-poss", owner
            for mod in tree.children(one, "mod"):
                if tree.text[tree.words[mod].start].isupper():
                    yield "o-mod", mod
    if tree.labels[verb] in ("acl", "relcl") and tree.governors[verb] != verb:
        noun = tree.governors[verb]
        if tree.labels[verb] == "relcl":  # "the rifles that Iran sent": the noun is the object, where it is not the subject
            yield "gap", noun
    if tree.labels[verb] == "pcomp":  # "accused of selling"
        outer = tree.governors[tree.governors[verb]]
        for noun in tree.children(outer, "nsubjpass", "dobj"):
            yield ("subj" if tree.children(outer, "nsubjpass", "dobj") else "v-subj"), noun
    if tree.labels[verb] == "xcomp":
        outer = tree.governors[verb]
        for prep, noun in tree.preps(outer):
            yield f"v-{prep}", noun


def _of_noun(tree: Tree, noun: int) -> Iterator[tuple[str, int]]:
    for owner in tree.children(noun, "poss"):
        for one in tree.conjuncts(owner):
            yield "poss", one
    for mod in tree.children(noun, "mod"):
        for one in tree.conjuncts(mod):
            yield "mod", one
            for inner in tree.children(one, "mod"):  # "North Korean arms supplies"
                yield "mod", inner
    for prep, one in tree.preps(noun):
        yield prep, one
        for inner_prep, inner in tree.preps(one):
            if prep == "of":  # "the delivery of 24 guns to Mali"
                yield f"o-{inner_prep}", inner
        for owner in tree.children(one, "poss"):
            yield "o-poss", owner
        for mod in tree.children(one, "mod"):
            if tree.text[tree.words[mod].start].isupper():
                yield "o-mod", mod
    label, governor = tree.labels[noun], tree.governors[noun]
    if label == "conj" and tree.is_noun(governor):
        for owner in tree.children(governor, "poss"):
            yield "poss", owner
        for prep, one in tree.preps(governor):
            yield prep, one
        label, governor = tree.labels[governor], tree.governors[governor]
    verb = governor
    if label == "pobj":  # "is in talks with"
        verb = tree.governors[governor]
        for child in tree.children(verb, "dobj"):
            yield "v-obj", child
    if verb != noun and tree.is_verb(verb) and label in ("dobj", "pobj", "nsubjpass", "attr"):
        passive = tree.is_passive(verb)
        for one in tree.spoken_subject(verb):
            if one != noun:
                yield ("v-psubj" if passive else "v-subj"), one
        for prep, one in tree.preps(verb):
            if one != noun:
                yield f"v-{prep}", one
        for child in tree.children(verb, "dative"):
            if tree.tags[child] not in ("IN", "TO"):
                yield "v-iobj", child
    elif verb != noun and tree.is_verb(verb) and label == "nsubj":
        for prep, one in tree.preps(verb):
            yield f"s-{prep}", one
    for clause in tree.children(noun, "acl", "relcl"):  # "aid provided by Norway", "talks held with"
        passive = tree.is_passive(clause)
        if not passive:
            for one in tree.children(clause, "nsubj"):
                yield "c-subj", one
        for prep, one in tree.preps(clause):
            yield f"c-{prep}", one


_POINTING: Final = word_set("the this that such these those")


def points_back(tree: Tree, word: int) -> bool:
    """Whether an article or pronoun before a word takes up what was told: "the deal", "such a handover"."""
    return any(tree.lows[child] in _POINTING for child in tree.children(word, "det", "mod"))


def lemma_of(tree: Tree, word: int) -> str:
    """A word in small letters without its commonest endings: enough to look it up."""
    low = tree.lows[word]
    return _IRREGULAR.get(low) or _stem(low, tree.tags[word])


@lru_cache(maxsize=50_000)
def _stem(low: str, tag: str) -> str:
    if tag in ("NNS", "VBZ") and low.endswith("s") and not low.endswith("ss"):
        if low.endswith("ies"):
            return low[:-3] + "y"
        if low.endswith(("ches", "shes", "sses", "xes")):
            return low[:-2]
        return low[:-1]
    if tag in ("VBD", "VBN") and low.endswith("eed"):
        return low[:-1]  # "agreed", "guaranteed"
    if tag in ("VBD", "VBN") and low.endswith("ed"):
        return _base(low[:-2], low[-3:-2])
    if tag == "VBG" and low.endswith("ing") and len(low) > 5:
        return _base(low[:-3], low[-4:-3])
    return low


# A stem without its e: endings that no English verb has without one, and the commonest others.
_WITHOUT_E: Final = ("v", "c", "iz", "dg", "rg", "us", "uad", "lud", "ud", "bl", "dl", "gl", "pl", "tl", "kl", "fl", "cl", "zl")
_ATE: Final = ("at",)
_E: Final = word_set(
    "provid decid invad divid trad prepar admir requir secur fir hir shar retir declar escap trac forc merg urg charg chang "
    "exchang arrang damag manag encourag pag "
    "engag stag rag chas clos impos propos oppos expos rais eras pleas releas leas ceas increas purchas supervis advis revis "
    "promis exercis exerc organis recognis "
    "criticis authoris mobilis apologis terroris minimis execut prosecut persecut dispers pursu argu issu valu rescu continu "
    "tak mak brok invok revok evok smok strik "
    "sav mov resum consum assum presum nam blam welcom becom com overcom tim fram combin outlin fin lin min examin determin "
    "imagin unit invit writ recit cit vot quot "
    "promot devot not hat dat creat stor explor restor ignor tortur captur injur endors reveal'd fil smuggl handl settl "
    "compil exil rul schedul ambush'd hop hijack'd "
    "typ wip grop cop shap escort'd us accus caus paus refus abus excus confus fus diffus pledg judg hous ros liv giv leav "
    "serv resolv believ receiv achiev arriv acquir procur licens authoriz mobiliz recogniz"
)
_DOUBLE: Final = word_set(
    "ship stop ban plan permit commit submit admit rob grab drop swap cancel funnel channel propel expel compel rebel travel "
    "model fuel patrol control outfit"
)


def _base(stem: str, last: str) -> str:
    """The base form of what is left of a verb without -ed or -ing: "provid" → "provide", "shipp" → "ship"."""
    if stem == "traffick":
        return "traffic"
    if stem in _E or stem.endswith(_WITHOUT_E) or (stem.endswith(_ATE) and len(stem) > 4 and stem[-3] not in "eo"):
        return stem + "e"
    if stem.endswith("i") and len(stem) > 2:
        return stem[:-1] + "y"
    if len(stem) > 3 and stem[-1] == stem[-2] and (stem[:-1] in _DOUBLE or stem[-1] in "bdgmnpr"):
        return stem[:-1]
    return stem


_IRREGULAR: Final = {
    "sold": "sell", "resold": "resell", "sent": "send", "gave": "give", "given": "give", "bought": "buy", "got": "get", "gotten": "get",
    "took": "take",
    "taken": "take", "sought": "seek", "lent": "lend", "flew": "fly", "flown": "fly", "met": "meet", "held": "hold", "made": "make", "said": "say",
    "told": "tell", "struck": "strike", "shot": "shoot", "fought": "fight", "withdrew": "withdraw", "withdrawn": "withdraw", "went": "go",
    "gone": "go",
    "came": "come", "began": "begin", "begun": "begin", "broke": "break", "broken": "break", "spoke": "speak", "spoken": "speak", "left": "leave",
    "led": "lead", "won": "win", "lost": "lose", "hit": "hit", "cut": "cut", "put": "put", "paid": "pay", "stole": "steal", "stolen": "steal",
    "kidnapped": "kidnap", "was": "be", "were": "be", "been": "be", "is": "be", "are": "be", "has": "have", "had": "have", "did": "do", "done": "do",
    "saw": "see", "seen": "see", "knew": "know", "known": "know", "wrote": "write", "written": "write", "grew": "grow", "chose": "choose",
    "fell": "fall", "fallen": "fall", "rose": "rise", "beat": "beat", "beaten": "beat", "swore": "swear", "sworn": "swear", "drew": "draw",
    "drawn": "draw",
    "brought": "bring", "laid": "lay", "rang": "ring", "eaten": "eat", "focused": "focus", "caught": "catch", "kept": "keep",
    "sank": "sink", "sunk": "sink",
    "forces": "force", "aid": "aid", "talks": "talks", "munitions": "munitions", "supplies": "supply", "supplied": "supply",
}  # fmt: skip
