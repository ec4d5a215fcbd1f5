# Prelabel in a container: `docker build -t prelabel .`; docs/docker.md says how to run it.
# 3.13-slim is Debian trixie today; the release is named because package names differ between releases.

# Another base, or this one by its digest: --build-arg BASE=python:3.13-slim-trixie@sha256:…
ARG BASE=python:3.13-slim-trixie

FROM ${BASE} AS dependencies
# uv, because only uv reads [tool.uv]: the group with the data of people, and exclude-dependencies, which keeps the torch
# out that the data's package asks for (several GB).
RUN pip install --no-cache-dir uv
ENV UV_PROJECT_ENVIRONMENT=/opt/prelabel \
    UV_PYTHON_DOWNLOADS=never \
    UV_NO_CACHE=1 \
    UV_COMPILE_BYTECODE=1
WORKDIR /src
# A uv.lock is used where you have one.
COPY pyproject.toml uv.lock* ./
RUN uv sync --no-dev --no-install-project

FROM dependencies AS project
COPY README.md LICENSE ./
COPY assets assets
COPY scenes scenes
COPY annotate annotate
COPY measure measure
COPY render render
COPY prelabel prelabel
COPY view view
RUN uv pip install --no-deps --python /opt/prelabel/bin/python --prefix /opt/project .

FROM ${BASE}
# What bpy's shared objects link against and neither its wheel nor the base image holds: it is linked with the X and
# GL client libraries even where no window ever opens. tests/test_dockerfile.py compares this list with the wheel.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libgl1 \
        libice6 \
        libsm6 \
        libx11-6 \
        libxext6 \
        libxfixes3 \
        libxi6 \
        libxkbcommon0 \
        libxrender1 \
    && rm -rf /var/lib/apt/lists/*
# Home and caches are writable by everyone, so that `--user "$(id -u):$(id -g)"` works for users whom the image does not
# know. /data is the image's own user's: what others mount there is theirs.
RUN useradd --uid 1000 --no-create-home --home-dir /home/prelabel prelabel \
    && install -d -m 1777 /home/prelabel /home/prelabel/.cache \
    && install -d -o prelabel -g prelabel -m 0755 /data
# 1.5 GB that change with pyproject.toml, then 1 MB that changes with the code: nodes pull the latter alone.
COPY --from=dependencies /opt/prelabel /opt/prelabel
COPY --from=project /opt/project /opt/prelabel
# For GPU nodes: `compute` brings CUDA with its compiler for kernels, `graphics` OptiX, `utility` nvidia-smi.
# One folder for everything worth keeping between runs: baked faces and the GPU kernels compiled at first use.
ENV PATH=/opt/prelabel/bin:$PATH \
    HOME=/home/prelabel \
    XDG_CACHE_HOME=/home/prelabel/.cache \
    CUDA_CACHE_PATH=/home/prelabel/.cache/cuda \
    OPTIX_CACHE_PATH=/home/prelabel/.cache/optix \
    NO_ALBUMENTATIONS_UPDATE=1 \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility,graphics
WORKDIR /data
USER prelabel
ENTRYPOINT ["prelabel"]
CMD ["--help"]
