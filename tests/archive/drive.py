"""`onrecord` with a worker whose reader dies and hangs where pages say so: `python -m tests.archive.drive archive …`."""

import onrecord.archive.run
from onrecord.cli import main
from tests.archive.poison import PoisonReader

if __name__ == "__main__":
    onrecord.archive.run.ShardReader = PoisonReader  # type: ignore[misc]
    main()
