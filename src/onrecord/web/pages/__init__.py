"""The pages of the web UI, a module each: what is asked in, what is shown out."""
