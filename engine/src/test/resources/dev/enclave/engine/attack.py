# Tries what untrusted code may try against the agent, and prints a line for each attempt: NAME: what came of it.
import ctypes, errno, os, resource, signal, sys

libc = ctypes.CDLL(None, use_errno=True)
PTRACE_ATTACH, PTRACE_SEIZE = 16, 0x4206


def told(name, outcome):
    print(name + ": " + outcome)


def attempt(name, action):
    try:
        action()
        told(name, "done")
    except OSError as e:
        told(name, errno.errorcode[e.errno])
    except ValueError as e:
        told(name, str(e))


def call(function, *arguments):
    ctypes.set_errno(0)
    if function(*arguments) != 0 and ctypes.get_errno():
        raise OSError(ctypes.get_errno(), "")


def write_to(path, content):
    file = os.open(path, os.O_WRONLY)
    try:
        os.write(file, content)
    finally:
        os.close(file)


forged = b"\0\0\0\0\x87\0\0\0\x01"
for descriptor in (0, 1, 2):
    attempt("write to the agent's descriptor %d" % descriptor, lambda: write_to("/proc/1/fd/%d" % descriptor, forged))
attempt("read the agent's memory", lambda: open("/proc/1/mem", "rb").close())
attempt("read the agent's environment", lambda: open("/proc/1/environ").read())
attempt("read the agent's map", lambda: open("/proc/1/maps").read())
attempt("enter the agent's root", lambda: os.listdir("/proc/1/root"))
attempt("find the agent's program", lambda: os.readlink("/proc/1/exe"))
attempt("ptrace the agent", lambda: call(libc.ptrace, PTRACE_ATTACH, 1, 0, 0))
attempt("seize the agent", lambda: call(libc.ptrace, PTRACE_SEIZE, 1, 0, 0))
attempt("write over the agent's program", lambda: write_to("/.enclave/agent", b"x"))
attempt("remove the agent's program", lambda: os.unlink("/.enclave/agent"))
parent = os.getppid()
for descriptor in (0, 1, 2, 3, 4, 5):
    attempt("write to the supervisor's descriptor %d" % descriptor, lambda: write_to("/proc/%d/fd/%d" % (parent, descriptor), forged))
attempt("ptrace the supervisor", lambda: call(libc.ptrace, PTRACE_ATTACH, parent, 0, 0))
attempt("read the supervisor's memory", lambda: open("/proc/%d/mem" % parent, "rb").close())
os.symlink("/proc/1", "/tmp/link-to-agent")
attempt("write through a link", lambda: write_to("/tmp/link-to-agent/fd/1", forged))
told("descriptors of my own", " ".join(sorted(d for d in os.listdir("/proc/self/fd") if int(d) < 64 and os.path.exists("/proc/self/fd/" + d))))
told("environment", " ".join(sorted(os.environ)))
status = dict(line.split(":\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\t" in line)
told("capabilities", status["CapEff"] + " of " + status["CapBnd"] + ", new privileges " + status["NoNewPrivs"])
told("niceness", str(os.nice(0)))
told("oom score", open("/proc/self/oom_score_adj").read().strip())
attempt("kill the agent", lambda: os.kill(1, signal.SIGKILL))
attempt("stop the agent", lambda: os.kill(1, signal.SIGSTOP))
attempt("terminate the agent", lambda: os.kill(1, signal.SIGTERM))
if "limit" in sys.argv:
    attempt("limit the agent", lambda: resource.prlimit(1, resource.RLIMIT_NOFILE, (3, 3)))
