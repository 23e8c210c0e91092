#!/bin/sh
# Builds the application's image for an environment, for the architecture of its instances, and pushes it to its ECR repository.
#
#   scripts/build-and-push.sh ENVIRONMENT TAG [FOLDER]
#   scripts/build-and-push.sh ENVIRONMENT IMAGE=TAG [FOLDER]     where the environment has several images
#
# FOLDER holds the application and its Dockerfile; without it, that is $APP_FOLDER, else the folder this is called from.
# BUILD_ARGS is given to docker buildx build as it is, such as "--build-arg VERSION=1.2".
# ALLOW_DIRTY=1 builds although git knows of changes that are not committed.
#
# The tag is printed on standard output, alone, when the image is there. Exits with: 1 the build or push failed ·
# 3 refused: changes that are not committed, or the tag is taken · 9 AWS or Docker cannot be asked · 64 wrong arguments.
set -eu

fail() {
  code=$1
  shift
  printf '✖ %s\n' "$*" >&2
  exit "$code"
}

say() {
  printf '%s\n' "$*" >&2
}

environment=${1:-}
word=${2:-}
tag=${word##*=}
image=
[ "$tag" = "$word" ] || image=${word%%=*}
folder=${3:-${APP_FOLDER:-$PWD}}
if [ -z "$environment" ] || [ -z "$tag" ] || [ $# -gt 3 ]; then
  fail 64 "usage: scripts/build-and-push.sh ENVIRONMENT [IMAGE=]TAG [FOLDER]"
fi
case $tag in
  latest | *[!A-Za-z0-9_.-]* | [.-]*) fail 64 "a tag is letters, digits and _ . -, and not latest; got $tag" ;;
esac
[ -f "$folder/Dockerfile" ] ||
  fail 64 "there is no Dockerfile in $folder: name the application's folder, as the third argument or in APP_FOLDER"
for program in node docker aws; do
  command -v "$program" >/dev/null 2>&1 || fail 9 "$program is not installed, or not on the PATH"
done

if [ "${ALLOW_DIRTY:-}" != 1 ] && git -C "$folder" rev-parse --git-dir >/dev/null 2>&1; then
  [ -z "$(git -C "$folder" status --porcelain)" ] ||
    fail 3 "$folder has changes that are not committed, so nobody could tell what is in $tag: commit them, or set ALLOW_DIRTY=1"
fi

root=$(cd "$(dirname "$0")/.." && pwd)
facts=$(cd "$root" && ./platform image "$environment" ${image:+"$image"}) || exit $?
{
  read -r region
  read -r registry
  read -r repository
  read -r platform
} <<FACTS
$facts
FACTS

docker info >/dev/null 2>&1 || fail 9 "Docker does not answer: start it"

# Tags are immutable, so the push would be refused after all the building.
if said=$(aws ecr describe-images --region "$region" --repository-name "$repository" --image-ids "imageTag=$tag" 2>&1); then
  fail 3 "$repository has an image $tag already, and tags never change: release it, or choose another tag"
fi
case $said in
  *ImageNotFound*) ;;
  *RepositoryNotFound*) fail 3 "there is no repository $repository yet: deploy $environment-foundation first" ;;
  *) fail 9 "cannot ask ECR about $repository:$tag: $said" ;;
esac

say "logging in to $registry"
password=$(aws ecr get-login-password --region "$region") || fail 9 "AWS gives no password for $registry"
# By standard input: arguments can be seen by everybody on this machine.
printf '%s' "$password" | docker login --username AWS --password-stdin "$registry" >/dev/null ||
  fail 9 "Docker cannot log in to $registry"

say "building $repository:$tag for $platform from $folder"
# One image, not an index with an attestation beside it: that is what ECR scans. BUILD_ARGS is several words.
# shellcheck disable=SC2086
docker buildx build --platform "$platform" --provenance=false --tag "$registry/$repository:$tag" --push \
  ${BUILD_ARGS:-} "$folder" >&2 || fail 1 "the image was not built and pushed"

say "pushed; to release it: ./platform release $environment $word"
printf '%s\n' "$tag"
