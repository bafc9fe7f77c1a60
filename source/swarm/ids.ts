/** An identifier that the engine gave; one kind can't be passed where another is wanted. */
type Id<Kind extends string> = string & {readonly kind: Kind};

export type NodeId = Id<'node'>;
export type ServiceId = Id<'service'>;
export type TaskId = Id<'task'>;
export type NetworkId = Id<'network'>;
export type SecretId = Id<'secret'>;
export type ConfigId = Id<'config'>;

export const nodeId = (text: string) => text as NodeId;
export const serviceId = (text: string) => text as ServiceId;
export const taskId = (text: string) => text as TaskId;
export const networkId = (text: string) => text as NetworkId;
export const secretId = (text: string) => text as SecretId;
export const configId = (text: string) => text as ConfigId;

/** The first characters of an id: what people read, type and paste into tickets. */
export const shortId = (id: string) => id.slice(0, 6);
