"""What is shown in Slack: one module for each kind of message, all of them inside Slack's limits."""
