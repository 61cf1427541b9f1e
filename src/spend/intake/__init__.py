"""What is posted as usage, in each of the forms that it comes in: ours, a provider's answer, a span, a LiteLLM log."""
