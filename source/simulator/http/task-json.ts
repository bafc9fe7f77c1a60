import type {Task} from '../objects.ts';
import {sharedJson} from './write-json.ts';

/** A task as the API answers it. Kept until its next write; spec and networks are shared by many tasks. */
export const taskJson = (task: Task): string => {
	task.json ??= write(task);
	return task.json;
};

const write = ({raw}: Task) => {
	const {Spec, NetworksAttachments, DesiredState, JobIteration, ...rest} = raw;
	const {ID, Version, CreatedAt, UpdatedAt, Labels, ServiceID, Slot, NodeID, Status} = rest;
	const head = JSON.stringify({ID, Version, CreatedAt, UpdatedAt, Labels}).slice(0, -1);
	const middle = JSON.stringify({ServiceID, Slot, NodeID, Status, DesiredState}).slice(1, -1);
	const networks = NetworksAttachments?.map(
		({Network, Addresses}) => `{"Network":${sharedJson(Network)},"Addresses":${JSON.stringify(Addresses)}}`,
	);
	const tail = [
		...(networks ? [`"NetworksAttachments":[${networks.join(',')}]`] : []),
		...(JobIteration ? [`"JobIteration":${JSON.stringify(JobIteration)}`] : []),
	];
	return `${head},"Spec":${sharedJson(Spec)},${[middle, ...tail].join(',')}}`;
};
