"""What `make audit` asks of the stack. Run in `.audit`, where SAM's translator and the tool that reads policies are."""
