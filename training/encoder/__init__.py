"""How the encoder and its heads are taught: data, net, and the commands of `python -m training.encoder`."""
