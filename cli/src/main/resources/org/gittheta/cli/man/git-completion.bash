
# What git's own completion calls for "git theta": the words after "theta" are completed as those of git-theta.
function _git_theta() {
  local at=1
  while (( at < COMP_CWORD )) && [[ ${COMP_WORDS[at]} != theta ]]; do
    (( at++ ))
  done
  local COMP_CWORD=$(( COMP_CWORD - at ))
  local COMP_WORDS=(git-theta "${COMP_WORDS[@]:at + 1}")
  _complete_git-theta
}
