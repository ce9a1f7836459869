import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from msk_local.functions import FunctionRunner
from msk_local.protocols import ServiceError


def test_a_function_gets_its_event_and_answers(functions):
    """The payload comes back, with what was printed beside it."""
    source = "def handler(event, context):\n    print('hello')\n    return {'got': event}\n"
    result = functions.runner.invoke(functions.deploy("echo", source), {"a": [1, None, "ä"]})
    assert result.payload == {"got": {"a": [1, None, "ä"]}}
    assert result.function_error is None
    assert result.logs == "hello\n"


def test_a_function_can_be_named_by_its_arn(functions):
    """A bare name, an ARN and an ARN with a qualifier mean the same function."""
    functions.deploy("named", "def handler(event, context):\n    return context.function_name\n")
    arn = functions.endpoint.arn("lambda", "function:named")
    for name in ("named", arn, f"{arn}:$LATEST"):
        assert functions.runner.invoke(name, {}).payload == "named"


def test_a_function_keeps_its_state_between_invocations(functions):
    """One process serves many invocations, as a warm function does."""
    source = "seen = []\ndef handler(event, context):\n    seen.append(event)\n    return seen\n"
    functions.deploy("warm", source)
    functions.runner.invoke("warm", 1)
    assert functions.runner.invoke("warm", 2).payload == [1, 2]


def test_lanes_are_processes_of_their_own(functions):
    """What runs at the same time shares nothing; one that is killed fails and begins anew."""
    source = "import os\ndef handler(event, context):\n    return os.getpid()\n"
    functions.deploy("lanes", source)
    first, second = (functions.runner.invoke("lanes", {}, lane=lane).payload for lane in (0, 1))
    assert sorted(functions.runner.process_ids("lanes")) == sorted([first, second])
    os.kill(first, signal.SIGKILL)
    answers = [functions.runner.invoke("lanes", {}) for _ in range(2)]
    assert answers[-1].payload not in {first, second}
    assert functions.runner.invoke("lanes", {}, lane=1).payload == second


def test_lanes_that_begin_together(functions, tmp_path):
    """The code is unpacked once, whole, however many processes are about to need it."""
    sources = {f"{number}.py": f"N = {number}\n" for number in range(200)}
    runner = FunctionRunner(functions.endpoint, tmp_path)
    deployed = SimpleNamespace(code=functions.zipped(sources), code_digest="a/b")
    together = threading.Barrier(8)

    def unpack(_):
        together.wait(60)
        folder = runner._unpacked(deployed)
        return {path.name: path.read_text() for path in folder.iterdir()}

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(unpack, range(8))) == [sources] * 8


def test_new_code_and_new_configuration_start_afresh(functions):
    """After an update the next invocation runs what is deployed now."""
    source = "import os\ndef handler(event, context):\n    return os.environ.get('A'), {}\n"
    functions.deploy("changing", source.format(1))
    assert functions.runner.invoke("changing", {}).payload == [None, 1]
    functions.client.update_function_code(
        FunctionName="changing", ZipFile=functions.zipped(source.format(2))
    )
    assert functions.runner.invoke("changing", {}).payload == [None, 2]
    functions.client.update_function_configuration(
        FunctionName="changing", Environment={"Variables": {"A": "a"}}
    )
    assert functions.runner.invoke("changing", {}).payload == ["a", 2]


def test_handlers_may_lie_in_packages(functions):
    """A handler string may have slashes and dots."""
    files = {"pkg/__init__.py": "", "pkg/mod.py": "def run(event, context):\n    return 'deep'\n"}
    functions.deploy("dots", files, Handler="pkg.mod.run")
    functions.deploy("slashes", files, Handler="pkg/mod.run")
    assert functions.runner.invoke("dots", {}).payload == "deep"
    assert functions.runner.invoke("slashes", {}).payload == "deep"


def test_a_function_acts_as_its_role(functions):
    """boto3 needs no settings inside a function and sees the role's session."""
    source = """
    import boto3
    def handler(event, context):
        return boto3.client("sts").get_caller_identity()["Arn"]
    """
    functions.deploy("acting", textwrap.dedent(source))
    arn = functions.runner.invoke("acting", {}).payload
    assert arn == "arn:aws:sts::123456789012:assumed-role/functions/acting"


def test_the_context_tells_about_the_invocation(functions):
    """The second argument has the members of Lambda's context."""
    source = """
    import os
    def handler(event, context):
        return {
            "names": [context.function_name, context.log_group_name, os.environ["AWS_REGION"]],
            "memory": context.memory_limit_in_mb,
            "left": context.get_remaining_time_in_millis(),
            "id": context.aws_request_id,
            "arn": context.invoked_function_arn,
            "everywhere": os.environ["EVERYWHERE"],
        }
    """
    functions.deploy("telling", textwrap.dedent(source), Timeout=7, MemorySize=256)
    payload = functions.runner.invoke("telling", {}).payload
    assert payload["names"] == ["telling", "/aws/lambda/telling", "us-east-1"]
    assert payload["memory"] == "256"
    assert 0 < payload["left"] <= 7000
    assert len(payload["id"]) == 36
    assert payload["arn"].endswith(":function:telling")
    assert payload["everywhere"] == "yes"


@pytest.mark.parametrize(
    ("name", "source", "kind", "message"),
    [
        ("raises", "def handler(e, c):\n    raise KeyError('k')\n", "KeyError", "'k'"),
        ("exits", "def handler(e, c):\n    raise SystemExit(3)\n", "SystemExit", "3"),
        ("dies", "import os\ndef handler(e, c):\n    os._exit(3)\n", "Runtime.ExitError", "exit status 3"),
        ("imports", "import nonsense\n", "Runtime.ImportModuleError", "No module named 'nonsense'"),
        ("lacks", "x = 1\n", "Runtime.HandlerNotFound", "'handler'"),
        ("breaks", "def handler(:\n", "SyntaxError", "invalid syntax"),
        ("returns", "def handler(e, c):\n    return {1, 2}\n", "Runtime.MarshalError", "not JSON"),
        ("borrows", "import yaml\n", "Runtime.ImportModuleError", "No module named 'yaml'"),
    ],
)  # fmt: skip
def test_failures_are_reported_as_lambda_does(functions, name, source, kind, message):
    """Whatever goes wrong inside comes back as an error object; the next invocation still works."""
    functions.deploy(name, source)
    for _ in range(2):
        result = functions.runner.invoke(name, {})
        assert result.function_error == "Unhandled"
        assert result.payload["errorType"] == kind
        assert message in result.payload["errorMessage"]


def test_a_raised_error_carries_its_own_stack_only(functions):
    """The trace shows the function's lines, not those of the machinery around it."""
    source = "def inner():\n    raise ValueError('x')\ndef handler(e, c):\n    inner()\n"
    functions.deploy("traced", source)
    trace = functions.runner.invoke("traced", {}).payload["stackTrace"]
    assert [line.split(" in ")[1].splitlines()[0] for line in trace] == ["handler", "inner"]


def test_a_function_that_takes_too_long_is_stopped(functions):
    """After its timeout the process is killed and a new one serves the next invocation."""
    source = "import time\ndef handler(event, context):\n    time.sleep(event)\n    return 'done'\n"
    functions.deploy("slow", source, Timeout=1)
    result = functions.runner.invoke("slow", 30)
    assert result.payload["errorType"] == "Sandbox.Timedout"
    assert "Task timed out after 1.00 seconds" in result.payload["errorMessage"]
    assert functions.runner.invoke("slow", 0).payload == "done"


def test_beginning_takes_none_of_the_functions_time(functions):
    """An import that takes longer than the function may is waited for, as on AWS."""
    source = "import time\ntime.sleep(1.2)\ndef handler(event, context):\n    return 'done'\n"
    functions.deploy("late-riser", source, Timeout=1)
    assert functions.runner.invoke("late-riser", {}).payload == "done"


def test_what_a_function_started_ends_with_it(functions):
    """A process of its own that holds its pipes open does not keep it from being stopped."""
    source = """
    import subprocess, time
    def handler(event, context):
        subprocess.Popen(["sleep", "600"])
        time.sleep(600)
    """
    functions.deploy("parent", textwrap.dedent(source), Timeout=1)
    assert functions.runner.invoke("parent", {}).payload["errorType"] == "Sandbox.Timedout"


def test_output_need_not_be_text(functions):
    """Bytes that are no UTF-8 disturb neither the answer nor what is printed later."""
    source = """
    import os
    def handler(event, context):
        os.write(1, b"\\xff\\xfe\\n")
        print("größer")
    """
    functions.deploy("binary", textwrap.dedent(source))
    result = functions.runner.invoke("binary", {})
    assert (result.function_error, result.logs.splitlines()[-1]) == (None, "größer")


def test_output_reaches_the_log_group_if_there_is_one(functions):
    """Lines printed and logged arrive in CloudWatch Logs."""
    logs = functions.endpoint.client("logs")
    logs.create_log_group(logGroupName="/aws/lambda/talking")
    source = """
    import logging
    def handler(event, context):
        print("printed")
        logging.getLogger().warning("logged")
    """
    functions.deploy("talking", textwrap.dedent(source))
    functions.runner.invoke("talking", {})
    events = logs.filter_log_events(logGroupName="/aws/lambda/talking")["events"]
    printed, logged = (one["message"] for one in events)
    assert printed == "printed"
    assert logged.startswith("[WARNING]\t")


def test_a_configured_log_group_is_used(functions):
    """LoggingConfig says where the output goes."""
    logs = functions.endpoint.client("logs")
    logs.create_log_group(logGroupName="mine")
    source = "def handler(event, context):\n    print(context.log_group_name)\n"
    functions.deploy("configured", source, LoggingConfig={"LogGroup": "mine"})
    functions.runner.invoke("configured", {})
    events = logs.filter_log_events(logGroupName="mine")["events"]
    assert [one["message"] for one in events] == ["mine"]


def test_functions_that_cannot_run_are_refused(functions):
    """Unknown functions and other languages get a clear error."""
    with pytest.raises(ServiceError, match=r"Function not found: .*:function:nobody"):
        functions.runner.invoke("nobody", {})
    functions.deploy("script", {"index.js": ""}, Runtime="nodejs22.x")
    with pytest.raises(ServiceError, match=r"script needs nodejs22.x"):
        functions.runner.invoke("script", {})


def test_stopping_ends_every_process(functions):
    """No child is left; the runner can be used again afterwards."""
    source = "import os\ndef handler(event, context):\n    return os.getpid()\n"
    functions.deploy("mortal", source)
    pid = functions.runner.invoke("mortal", {}).payload
    functions.runner.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert functions.runner.invoke("mortal", {}).payload != pid


def test_a_function_ends_with_the_process_that_started_it(functions, tmp_path):
    """Even when the parent is killed in the middle of an invocation, no child survives."""
    script = f"""
    import threading
    from pathlib import Path
    from msk_local.functions.deployed import DeployedFunction
    from msk_local.functions.process import FunctionProcess
    code = Path({str(tmp_path)!r})
    (code / "index.py").write_text(
        "import os, time\\ndef handler(e, c):\\n"
        "    open('pid', 'w').write(str(os.getpid()))\\n    time.sleep(600)\\n"
    )
    function = DeployedFunction("f", "arn", "1", "python3.13", "index.handler", "", 600, 1, {{}}, "", b"")
    names = ["NAME", "VERSION", "MEMORY_SIZE"]
    environment = {{f"AWS_LAMBDA_FUNCTION_{{name}}": "x" for name in names}}
    environment |= {{"AWS_LAMBDA_LOG_GROUP_NAME": "", "AWS_LAMBDA_LOG_STREAM_NAME": ""}}
    environment["_HANDLER"] = "index.handler"
    process = FunctionProcess(
        function, code=code, runtime=code, environment=environment, log=lambda text: None
    )
    process.invoke({{}})
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)])
    pid_file = tmp_path / "pid"
    _until(lambda: pid_file.exists() and pid_file.read_text())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    _until(lambda: not _runs(int(pid_file.read_text())))


def _runs(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _until(condition):
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
