#!/bin/sh
# Are the pinned packages known to be vulnerable? A service that cannot be asked is a failure and not a pass.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
failed=0

for pins in "$root/src/requirements.txt" "$root"/requirements/*.txt; do
    name=${pins#"$root"/}
    # With --strict, since a package that was not looked up would else be left out without a word.
    if said=$("$root/.audit/bin/pip-audit" --strict --disable-pip --progress-spinner off -r "$pins" 2>&1); then
        echo "$name: $said"
    else
        failed=1
        echo "$name: FAILED, or could not be asked: $(echo "$said" | tail -n 20)" >&2
    fi
done

# npm tells a vulnerability and a registry that it could not ask apart in words only, and fails for both.
if said=$(PATH="$root/.node/bin:$PATH" npm --prefix "$root/web" audit 2>&1); then
    echo "web/package-lock.json: $said"
else
    failed=1
    echo "web/package-lock.json: FAILED, or could not be asked: $(echo "$said" | tail -n 20)" >&2
fi

[ "$failed" -eq 0 ] || echo "make audit: not every package is known to be sound; what is above says why" >&2
exit "$failed"
