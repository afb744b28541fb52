//! The child locks itself in before it opens a stranger's file.
//!
//! Rules, on Linux: so much memory and processor time and no more; no file is opened or written, and none is listed
//! (Landlock, where the kernel has it, and the list of system calls); no socket, no other program, no new process; a system
//! call that is not on the list fails. On other systems the child is ended when it takes too long, and that is all.

/// The child could not be locked in.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A limit was refused.
    #[error("cannot set a limit: {0}")]
    Limit(std::io::Error),
    /// Landlock is there and refuses.
    #[error("cannot close the file system: {0}")]
    Files(String),
    /// The list of system calls was refused.
    #[error("cannot close the list of system calls: {0}")]
    SystemCalls(String),
}

/// Locks this process in, for ever.
///
/// # Errors
/// [`SandboxError`]: nothing from outside may be opened then.
#[cfg(target_os = "linux")]
pub(super) fn enter() -> Result<(), SandboxError> {
    // Each of them would refuse the one before it.
    linux::close_files()?;
    linux::limit()?;
    linux::close_system_calls()
}

/// On this system there is nothing to lock.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub(super) fn enter() -> Result<(), SandboxError> {
    Ok(())
}

#[cfg(target_os = "linux")]
mod linux {
    use landlock::{ABI, Access as _, AccessFs, AccessNet, Ruleset, RulesetAttr as _, Scope};
    use rustix::process::{Resource, Rlimit, setrlimit};
    use seccompiler::{BpfMap, TargetArch, apply_filter, compile_from_json};
    use serde_json::{Value, json};

    use super::SandboxError;
    use crate::model::limits;

    /// What a reader of files needs of the system once it holds the file: memory, threads, and the pipe it answers by.
    const CALLS: [&str; 40] = [
        "read",
        "readv",
        "write",
        "writev",
        "close",
        "fstat",
        "lseek",
        "brk",
        "munmap",
        "mremap",
        "madvise",
        "futex",
        "sched_yield",
        "sched_getaffinity",
        "nanosleep",
        "clock_nanosleep",
        "clock_gettime",
        "clock_getres",
        "gettimeofday",
        "getrandom",
        "sigaltstack",
        "rt_sigaction",
        "rt_sigprocmask",
        "rt_sigreturn",
        "rt_sigtimedwait",
        "set_robust_list",
        "get_robust_list",
        "rseq",
        "set_tid_address",
        "gettid",
        "getpid",
        "exit",
        "exit_group",
        "ppoll",
        "restart_syscall",
        "membarrier",
        "getrusage",
        "clone3",
        "getuid",
        "sysinfo",
    ];
    /// `PROT_EXEC`: memory is never made code.
    const EXECUTABLE: u64 = 4;
    /// `CLONE_THREAD`: what is begun is a thread and no process.
    const THREAD: u64 = 0x1_0000;
    /// `EPERM` and `ENOSYS`.
    const NOT_PERMITTED: u32 = 1;
    const NO_SUCH_CALL: u32 = 38;

    pub(super) fn limit() -> Result<(), SandboxError> {
        let limits = [
            (Resource::As, limits::CONVERT_MEMORY_BYTES),
            (Resource::Cpu, limits::CONVERT_CPU_SECONDS),
            (Resource::Fsize, 0),
            (Resource::Core, 0),
            // The three that are open stay open.
            (Resource::Nofile, 3),
        ];
        for (resource, most) in limits {
            let limit = Rlimit { current: Some(most), maximum: Some(most) };
            setrlimit(resource, limit).map_err(|error| SandboxError::Limit(error.into()))?;
        }
        Ok(())
    }

    /// Kernels without Landlock leave this to the list of system calls.
    pub(super) fn close_files() -> Result<(), SandboxError> {
        let refused = |error: landlock::RulesetError| SandboxError::Files(error.to_string());
        let abi = ABI::V6;
        let ruleset = Ruleset::default().handle_access(AccessFs::from_all(abi)).map_err(refused)?;
        let ruleset = ruleset.handle_access(AccessNet::from_all(abi)).map_err(refused)?;
        let ruleset = ruleset.scope(Scope::from_all(abi)).map_err(refused)?;
        // No rule: nothing is allowed.
        let status = ruleset.create().map_err(refused)?.restrict_self().map_err(refused)?;
        tracing::debug!(?status, "the file system is closed");
        Ok(())
    }

    pub(super) fn close_system_calls() -> Result<(), SandboxError> {
        let plain = CALLS.iter().map(|call| json!({ "syscall": call }));
        let without = |call: &str| json!({ "syscall": call, "args": [masked(2, EXECUTABLE, 0)] });
        let thread = json!({ "syscall": "clone", "args": [masked(0, THREAD, THREAD)] });
        let own: &[&str] = if cfg!(target_arch = "x86_64") { &["poll"] } else { &[] };
        let own = own.iter().map(|call| json!({ "syscall": call }));
        let is = |index: u8, value: u64| json!({ "index": index, "type": "qword", "op": "eq", "val": value });
        // A name for a thread, which debuggers read: `PR_SET_NAME` is 15.
        let name = json!({ "syscall": "prctl", "args": [is(0, 15)] });
        // Signals go to this process alone, and limits are read and not set.
        let signal = json!({ "syscall": "tgkill", "args": [is(0, std::process::id().into())] });
        let read_limit = json!({ "syscall": "prlimit64", "args": [is(0, 0), is(2, 0)] });
        let filter: Vec<Value> =
            plain.chain(own).chain([without("mmap"), without("mprotect"), thread, name, signal, read_limit]).collect();
        // The arguments of `clone3` cannot be looked at: told that there is no such call, everybody takes `clone`.
        let newer = json!([{ "syscall": "clone3" }]);
        let filters = json!({
            "newer": { "mismatch_action": "allow", "match_action": { "errno": NO_SUCH_CALL }, "filter": newer },
            "allowed": { "mismatch_action": { "errno": NOT_PERMITTED }, "match_action": "allow", "filter": filter },
        });
        let refused = |error: seccompiler::Error| SandboxError::SystemCalls(error.to_string());
        let arch = TargetArch::try_from(std::env::consts::ARCH);
        let arch = arch.map_err(|error| SandboxError::SystemCalls(error.to_string()))?;
        let filters: BpfMap = compile_from_json(filters.to_string().as_bytes(), arch).map_err(refused)?;
        // The list comes last: after it, no other can be added.
        for name in ["newer", "allowed"] {
            apply_filter(&filters[name]).map_err(refused)?;
        }
        Ok(())
    }

    fn masked(index: u8, mask: u64, value: u64) -> Value {
        json!({ "index": index, "type": "qword", "op": { "masked_eq": mask }, "val": value })
    }
}
