"""The one small encoder that reads every sentence: its pieces of words, its windows, and the model."""
