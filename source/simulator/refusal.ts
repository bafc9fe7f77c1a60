/** What the engine says no with: an HTTP status and its sentence. */
export class Refusal extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

const grpc = (status: number, code: string) => (text: string) =>
	new Refusal(status, `rpc error: code = ${code} desc = ${text}`);

/** Refusals that come from SwarmKit show their gRPC code; the daemon turns the code into a status (engine.md, 5.1). */
export const invalidArgument = grpc(400, 'InvalidArgument');
export const failedPrecondition = grpc(400, 'FailedPrecondition');
export const alreadyExists = grpc(409, 'AlreadyExists');
export const unimplemented = grpc(501, 'Unimplemented');
export const unknown = grpc(500, 'Unknown');
export const outOfSequence = () => unknown('update out of sequence');
export const deadlineExceeded = () => grpc(500, 'DeadlineExceeded')('context deadline exceeded');
export const noLeader = () => unknown(noLeaderText);

export const noLeaderText =
	"The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.";

const workerText =
	"This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.";

export const notAManager = () => new Refusal(503, workerText);
export const notFound = (kind: string, text: string) => new Refusal(404, `${kind} ${text} not found`);
