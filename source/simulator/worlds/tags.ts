import {behaviourOf} from '../behaviour.ts';

/** What the shop's registry has, beside what runs. */
const known: Readonly<Record<string, readonly string[]>> = {
	'shop/web': ['2.5.2', '2.6.0', '2.6.1', '2.7.0', '2.7.1', '2.8.0', '2.8.1', 'latest'],
	'shop/mailer': ['2.0.9', '2.1.3', '2.1.4', '2.2.0', '2.3.0', 'latest'],
	'shop/api': ['4.1.0', '4.1.1', '4.2.0', '4.3.0-rc1', 'latest'],
	'shop/worker': ['4.1.0', '4.2.0', '4.2.1', 'latest'],
	'shop/thumbnailer': ['0.9.2', '0.9.3', '0.9.4', 'latest'],
	traefik: ['v3.0', 'v3.1', 'v3.2', 'latest'],
	postgres: ['16.3', '16.4', '16.4-alpine', '17.0', 'latest'],
	redis: ['7.2', '7.4', '7.4-alpine', 'latest'],
};

/** The tags of an image in a simulated registry; others that are in one have a few. */
export const simulatedTags = (image: string): readonly string[] => {
	if (behaviourOf({Image: `${image}:latest`}, false).isMissing) {
		throw new Error(`The simulated registry has no ${image}.`);
	}

	return known[image] ?? ['1.0.0', '1.1.0', '1.2.0', 'latest'];
};
