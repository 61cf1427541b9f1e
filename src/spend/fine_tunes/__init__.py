"""Fine-tunes that were registered: what each saves against its stated baseline, and against what was promised."""
