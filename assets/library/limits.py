"""How large a user's file may be, in every respect that a hostile one could be large in."""

MIB, GIB = 2**20, 2**30

FILE_BYTES = 512 * MIB  # of a model's or a picture's file
UNPACKED_BYTES = GIB  # of what a file holds once it is unpacked: archives, buffers, our own arrays
POLYGONS, VERTICES = 2_000_000, 6_000_000
MANY_POLYGONS = 200_000  # more than this slows rendering: a warning
OBJECTS, MATERIALS, IMAGES = 10_000, 256, 64
IMAGE_SIDE_PX = 16_384  # of a picture in a file
TEXTURE_SIDE_PX = 4096  # of a texture in the library; larger ones are reduced
TEXT_BYTES = 32 * MIB  # of a JSON or material file that is read before Blender reads it
NAME_LENGTH = 200
LOST = 64  # things of a file that are not kept, told in a line each

IMPORT_SECONDS, IMPORT_CPU_SECONDS = 300, 200
IMPORT_MEMORY_BYTES = 6 * GIB
PREFLIGHT_MEMORY_BYTES = GIB  # more than Blender takes by itself, for a look before it reads
IMPORT_FILES = 1024  # open at once
STAGED_FILES, STAGED_BYTES, STAGED_ENTRIES = 4096, 2 * GIB, 50_000  # beside a model: copied, and looked at
