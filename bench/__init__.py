"""What is measured on this machine, side by side with a peer, and what is simulated: the figures of docs/scale.md."""
