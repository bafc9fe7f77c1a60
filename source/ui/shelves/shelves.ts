import {images} from './images.ts';
import {networks} from './networks.ts';
import {ports} from './ports.ts';
import {configs, secrets} from './secrets.ts';
import {createShelf, type Facts, type Shelf, type ShelfId} from './shelf.ts';
import {stacks} from './stacks.ts';
import {volumes} from './volumes.ts';

/** All lists over the whole screen. */
export const createShelves = (facts: Facts): Readonly<Record<ShelfId, Shelf>> => ({
	networks: createShelf(networks, facts),
	secrets: createShelf(secrets, facts),
	configs: createShelf(configs, facts),
	stacks: createShelf(stacks, facts),
	volumes: createShelf(volumes, facts),
	ports: createShelf(ports, facts),
	images: createShelf(images, facts),
});
