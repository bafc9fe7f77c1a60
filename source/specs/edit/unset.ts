import type {Tree} from '../tree.ts';
import type {Shape} from './shape.ts';

/** What nobody sets by hand, or what can't be set afterwards. */
const unoffered = [
	'Networks',
	'Mode',
	'TaskTemplate.PluginSpec',
	'TaskTemplate.NetworkAttachmentSpec',
	'TaskTemplate.Runtime',
	'TaskTemplate.ContainerSpec.Configs.Runtime',
	'TaskTemplate.ForceUpdate',
	'TaskTemplate.Resources.SwapBytes',
	'TaskTemplate.Resources.MemorySwappiness',
	'TaskTemplate.Placement.Platforms',
];

const widest = 90;

/** The fields that an object could have and hasn't, as lines that are not too long. */
export const unset = (shape: Shape, tree: Tree, path: readonly string[]): readonly string[] => {
	if (shape.kind !== 'object' || path[0] === 'Mode') {
		return [];
	}

	const left = Object.keys(shape.fields).filter(
		key => !Object.hasOwn(tree, key) && !unoffered.includes([...path, key].join('.')),
	);
	return left.length === 0 ? [] : wrapped(`not set: ${left.join(', ')}`);
};

const wrapped = (text: string): readonly string[] => {
	const end = text.length <= widest ? -1 : text.lastIndexOf(' ', widest);
	return end <= 0 ? [text] : [text.slice(0, end), ...wrapped(`  ${text.slice(end + 1)}`)];
};
