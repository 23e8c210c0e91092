/** Docker labels by which a container states what its command and variables do not reveal; Docker and ECS ignore them. */
export const declaredLabels = {
  /** Kinds of the application, such as `django,celery`. */
  kinds: "platform.application-kinds",
  /** Connections to the database that the container opens at most, over all its processes. */
  connections: "platform.database-connections",
} as const;
