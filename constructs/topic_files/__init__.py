"""Folders of YAML files in which teams declare their topics: read, checked, written.

The one place where topics meet YAML. Constructs, deployments and `mskctl` read the same folders
through it; what the files mean is `msk_model.topic_file`.
"""

from topic_files.folder import TopicFolder, read_folder, read_policy, write_folder
from topic_files.topic_files_error import TopicFilesError

__all__ = ["TopicFilesError", "TopicFolder", "read_folder", "read_policy", "write_folder"]
