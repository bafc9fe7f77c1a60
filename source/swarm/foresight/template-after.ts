import type {Service} from '../service.ts';
import type {Template} from '../template.ts';
import type {Json, Resources} from '../values.ts';
import {nano} from './room.ts';

/** What an update changes; what is absent stays as it is. */
export type ServiceUpdate = {
	readonly image?: string;
	readonly constraints?: readonly string[];
	readonly reservations?: Resources;
	readonly maxPerNode?: number;
};

type Entries = {readonly [key: string]: Json};

const inside = (json: Json | undefined): Entries =>
	typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Entries) : {};

const without = (entries: Entries, isDropped: (value: Json) => boolean): Entries =>
	Object.fromEntries(Object.entries(entries).filter(([, value]) => !isDropped(value)));

const contentAfter = ({template, ...service}: Service, {image, reservations}: ServiceUpdate): Json => {
	const content = inside(template.content);
	const resources = inside(content['Resources']);
	const {cpus, memoryBytes} = reservations ?? service.reservations;
	const isImage = image !== undefined && image !== service.image;
	const isRoom = cpus !== service.reservations.cpus || memoryBytes !== service.reservations.memoryBytes;
	const amounts = {...inside(resources['Reservations']), NanoCPUs: nano(cpus), MemoryBytes: memoryBytes};
	const Reservations = without(amounts, value => value === 0);
	return isImage || isRoom
		? {
				...content,
				...(isImage && {ContainerSpec: {...inside(content['ContainerSpec']), Image: image}}),
				...(isRoom && {Resources: {...resources, Reservations}}),
			}
		: template.content;
};

const placementAfter = ({template, ...service}: Service, change: ServiceUpdate): Json => {
	const {constraints = service.constraints, maxPerNode = service.maxPerNode} = change;
	const isSame = constraints.join('\n') === service.constraints.join('\n') && maxPerNode === service.maxPerNode;
	const placement = {...inside(template.placement), Constraints: [...constraints], MaxReplicas: maxPerNode};
	return isSame
		? template.placement
		: without(placement, value => value === 0 || (Array.isArray(value) && value.length === 0));
};

/** What new tasks will be made from, as far as the change goes; what stays as it was is the same object. */
export const templateAfter = (service: Service, change: ServiceUpdate): Pick<Template, 'content' | 'placement'> => ({
	content: contentAfter(service, change),
	placement: placementAfter(service, change),
});
