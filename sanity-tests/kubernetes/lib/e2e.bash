# Kubernetes' own tests of storage drivers, "External.Storage", with what e2e/zonal.yaml says about this one.
e2e() { # [FOCUS [SKIP]]
  local focus=${1:-Driver: local.csi} skip=${2:-'\[(Slow|Serial|Disruptive)\]|\[Feature:(Windows|SELinux)'} tests report=$checkout/.work/e2e
  need_cluster
  tests=$(e2e_tests)
  e2e_images
  kubectl apply -f "$here/e2e/classes.yaml" >/dev/null
  mkdir -p "$report"
  say "report and logs go to $report"
  KUBE_TEST_REPO_LIST=$here/e2e/repositories.yaml "$(binary ginkgo)" --procs="${ZONAL_E2E_PROCESSES:-4}" --no-color --timeout=2h \
    --focus="$focus" --skip="$skip" "$tests" -- --kubeconfig="$kubeconfig" --provider=local --kubectl-path="$(binary kubectl)" \
    --storage.testdriver="$here/e2e/zonal.yaml" --report-dir="$report" --disable-log-dump >"$report/output.log" 2>&1 || true
  grep -E '^(Ran |FAIL!|SUCCESS!)|\[FAIL\]' "$report/output.log" | sort -u
  grep -q '^SUCCESS!' "$report/output.log"
}

e2e_tests() { # the path of their program, which is linked the first time
  local place
  place=$(home_of "$here/binaries/kubernetes")/e2e.test
  if [[ ! -x $place ]]; then
    say 'building the tests ...'
    (cd "$here/binaries/kubernetes" && nice go test -c -mod=readonly -trimpath -ldflags='-s -w' -o "$place.$$" ./e2e >&2)
    mv "$place.$$" "$place"
  fi
  echo "$place"
}

e2e_images() { # what the tests' pods run: agnhost, with the tools of a Debian
  local place fresh
  small_images
  place=$(images_home)/agnhost
  if [[ ! -d $place ]]; then
    make_base_image "$(argument BASE_IMAGE)"
    say 'making the image of the tests ...'
    fresh=$(mktemp -d "$cache/.agnhost.XXXXXX")
    cp "$(binary agnhost)" "$fresh/"
    make_image "$fresh/image" "$(argument BASE_IMAGE)" "$fresh" --entrypoint '["/agnhost"]' --cmd ''
    mv -T "$fresh/image" "$place"
    rm -rf "$fresh"
  fi
  load_image "$place" # nodes that have it already are left alone
}
