"""Brings base prices in from two open price tables, genai-prices and LiteLLM, and shows what is different."""
