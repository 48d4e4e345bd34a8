# The desk as an image: dependencies and package are built in the first stage; the last one holds neither compiler nor
# pip's cache, runs as a person without rights, and writes nowhere but to its data volume.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /venv
COPY requirements-build.lock requirements.lock ./
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements-build.lock -r requirements.lock
COPY pyproject.toml requirements.in README.md LICENSE ./
COPY bot bot
COPY review review
COPY templates templates
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    && /venv/bin/pip uninstall --yes setuptools pip

FROM python:3.11-slim-bookworm
COPY --from=build /venv /venv
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin tinbai \
    && install -d -o tinbai -g tinbai -m 0700 /data /backups
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATA_DIR=/data \
    BACKUP_DIR=/backups \
    CONSOLE_HOST=0.0.0.0
USER tinbai
WORKDIR /data
VOLUME ["/data", "/backups"]
EXPOSE 8080
# Only a process with pages answers; compose.yaml switches this off for the others.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
ENTRYPOINT ["tinbai"]
CMD ["run"]
