"""The only code that imports bpy, each module where it is needed: nothing here does so by being looked at."""
