# An image with nothing but rolecheck; see docs/ci.md.
#
#     docker build --tag rolecheck .
#     docker run --rm --volume "$PWD:/register:ro" rolecheck validate
#
# It has no git, so --since is not in it; --baseline is. The base image is pinned by its tag, and everything that is
# installed by constraints.txt. Who needs the same bytes every time sets BASE to the tag with its digest, which cannot be
# looked up where this file is made. Python 3.11 is what the tests run with.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
COPY . /source
RUN sh /source/ci/install.sh /opt/rolecheck \
    && /opt/rolecheck/bin/python -m pip uninstall --quiet --yes pip setuptools

FROM ${BASE}
RUN python3 -m pip uninstall --quiet --yes pip setuptools wheel
COPY --from=build /opt/rolecheck /opt/rolecheck
ENV PATH="/opt/rolecheck/bin:$PATH" PYTHONDONTWRITEBYTECODE=1
# By number, so that a cluster can see that it is not root; no such user needs to exist.
USER 10001:10001
WORKDIR /register
ENTRYPOINT ["rolecheck"]
CMD ["validate"]
