#!/usr/bin/env bash
# Copyright: (c) 2026, community.heroku contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The demo playbook once more, as a script around the official command: it can be run again, and has neither check mode
# nor diff. The command has no way to build from a directory without Git, so that part is curl.
set -euo pipefail
app=heroku-demo-app
hostname=www.example.com
files=$(cd "$(dirname "$0")/../../playbooks/files" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
api() {
  curl --silent --fail --header "Accept: application/vnd.heroku+json; version=3" \
    --header "Authorization: Bearer $HEROKU_API_KEY" --header "Content-Type: application/json" "$@"
}
field() { python3 -c "import json, sys; print(json.load(sys.stdin)$1 or '')"; }

if ! heroku apps:info --app "$app" >/dev/null 2>&1; then
  heroku apps:create "$app" --region eu --no-remote
fi
current=$(heroku config --app "$app" --json)
for pair in "GREETING=Hello from Ansible" "LOG_LEVEL=info" "SECRET_KEY=only-for-the-demo"; do
  if [ "$(printf %s "$current" | field ".get('${pair%%=*}')")" != "${pair#*=}" ]; then
    missing+=("$pair")
  fi
done
if [ -n "${missing[*]-}" ]; then
  heroku config:set --app "$app" "${missing[@]}" >/dev/null
fi
if ! heroku addons --app "$app" | grep --quiet heroku-postgresql; then
  heroku addons:create heroku-postgresql:essential-0 --app "$app" --as DATABASE --wait
fi
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --exclude=README.md \
  --use-compress-program='gzip -n' -cf "$work/source.tgz" -C "$files/hello" .
checksum=SHA256:$(sha256sum "$work/source.tgz" | cut -d' ' -f1)
built=$(api --header "Range: started_at ..; order=desc,max=1" "$HEROKU_HOST/apps/$app/builds" | field "[:1]")
if ! printf %s "$built" | grep --quiet "$checksum"; then
  api --request POST "$HEROKU_HOST/sources" >"$work/source.json"
  curl --silent --fail --upload-file "$work/source.tgz" "$(field "['source_blob']['put_url']" <"$work/source.json")"
  url=$(field "['source_blob']['get_url']" <"$work/source.json")
  body="{\"source_blob\": {\"url\": \"$url\", \"checksum\": \"$checksum\"}}"
  api --request POST --data "$body" "$HEROKU_HOST/apps/$app/builds" >"$work/build.json"
  id=$(field "['id']" <"$work/build.json")
  curl --silent "$(field "['output_stream_url']" <"$work/build.json")"
  while [ "$(api "$HEROKU_HOST/apps/$app/builds/$id" | field "['status']")" = pending ]; do sleep 5; done
fi
scale=$(heroku ps:scale --app "$app")
if [ "$scale" != "web=1:Basic worker=1:Basic" ]; then
  heroku ps:scale web=1:basic worker=1:basic --app "$app"
fi
if ! heroku domains:info "$hostname" --app "$app" >/dev/null 2>&1; then
  heroku domains:add "$hostname" --app "$app"
  heroku domains:wait "$hostname" --app "$app"
fi
if ! heroku keys | grep --quiet demo@example.com; then
  heroku keys:add "$files/demo_key.pub" --yes
fi
