# Grows a random tree of processes, all of which have the token on their command line: tree.py TOKEN SEED DEPTH
import os, random, signal, sys, time

token, seed, depth = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
source = os.environ.get("TREE_SOURCE") or open("/proc/self/cmdline").read().split("\0")[2]
MOST_CHILDREN, DEEPEST = 3, 3


def again(seed, depth):
    """Executes this program anew, without any environment."""
    os.execve("/usr/bin/python3", ["python3", "-c", source, token, str(seed), str(depth)], {})


def child(kind, seed, depth):
    if kind in ("session", "daemon"):
        os.setsid()
    if kind in ("orphan", "daemon") and os.fork():
        os._exit(0)
    if kind == "naked":
        again(seed, depth)
    node(seed, depth)


def churn(chance):
    """Forks all the time; some of the children outlive their turn."""
    while True:
        if os.fork() == 0:
            if chance.random() < 0.5:
                os.setsid()
            time.sleep(chance.random() / 10)
            os._exit(0)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass
        time.sleep(0.005)


def node(seed, depth):
    chance = random.Random(seed)
    if chance.random() < 0.3:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for _ in range(chance.randint(1 if depth == 0 else 0, MOST_CHILDREN) if depth < DEEPEST else 0):
        kind = chance.choice(["plain", "session", "orphan", "daemon", "naked"])
        seed_of_child = chance.getrandbits(30)
        if os.fork() == 0:
            child(kind, seed_of_child, depth + 1)
    if chance.random() < 0.1 and token.startswith("tree"):
        churn(chance)
    while True:
        time.sleep(3600)


node(seed, depth)
