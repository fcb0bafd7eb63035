print("sekat")
