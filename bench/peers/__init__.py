"""The peers' side: what runs in `.peers`, each in a process of its own. Imports nothing of Payback but the harness."""
