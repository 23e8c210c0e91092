/** What Linux and Docker give a container, as ECS names it. */

export const absolutePath = { pattern: /^\//, allowed: "an absolute path" };

/** Source: ECS API, `KernelCapabilities`. */
export const kernelCapabilities = [
  "ALL",
  "AUDIT_CONTROL",
  "AUDIT_WRITE",
  "BLOCK_SUSPEND",
  "CHOWN",
  "DAC_OVERRIDE",
  "DAC_READ_SEARCH",
  "FOWNER",
  "FSETID",
  "IPC_LOCK",
  "IPC_OWNER",
  "KILL",
  "LEASE",
  "LINUX_IMMUTABLE",
  "MAC_ADMIN",
  "MAC_OVERRIDE",
  "MKNOD",
  "NET_ADMIN",
  "NET_BIND_SERVICE",
  "NET_BROADCAST",
  "NET_RAW",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYSLOG",
  "SYS_ADMIN",
  "SYS_BOOT",
  "SYS_CHROOT",
  "SYS_MODULE",
  "SYS_NICE",
  "SYS_PACCT",
  "SYS_PTRACE",
  "SYS_RAWIO",
  "SYS_RESOURCE",
  "SYS_TIME",
  "SYS_TTY_CONFIG",
  "WAKE_ALARM",
] as const;

/** Some of them take a value, such as `mode=1777`. Source: ECS API, `Tmpfs` mountOptions. */
export const tmpfsMountOptions = (
  "defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand atime noatime diratime nodiratime " +
  "bind rbind unbindable runbindable private rprivate shared rshared slave rslave relatime norelatime strictatime " +
  "nostrictatime mode uid gid nr_inodes nr_blocks mpol"
).split(" ");

/** Source: ECS API, `SystemControl`. */
export const systemControls = {
  network: /^net\../,
  ipc: /^(?:kernel\.(?:msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|fs\.mqueue\..+)$/,
};

/** Source: ECS API, `ContainerDefinition` dockerSecurityOptions. */
export const dockerSecurityOption = {
  pattern: /^(?:no-new-privileges|(?:apparmor|label|credentialspec):.+)$/,
  allowed: "no-new-privileges, apparmor:<profile>, label:<value> or credentialspec:<path>",
};
