import {byText, isTree, type Tree} from '../tree.ts';
import {objectName} from './references.ts';
import {isExternal} from './scope.ts';
import {namespaceLabel} from './stack-name.ts';
import {mapAt, textAt} from './tree.ts';

/** A secret or config of the file. */
export type FileObject = {
	readonly key: string;
	readonly name: string;
	/** It must be there already. */
	readonly isExternal: boolean;
	/** Where its content comes from; absent for external ones, and those of a driver. */
	readonly file: string | undefined;
	readonly labels: Readonly<Record<string, string>>;
	/** A secret of a driver has no content of its own. */
	readonly driver: string | undefined;
};

export const fileObjects = (objects: Tree, stack: string): readonly FileObject[] =>
	Object.entries(objects)
		.toSorted(([a], [b]) => byText(a, b))
		.map(([key, value]) => {
			const object = isTree(value) ? value : {};
			return {
				key,
				name: objectName(stack, key, object),
				isExternal: isExternal(object),
				file: textAt(object, 'file'),
				labels: {...mapAt(object, 'labels'), [namespaceLabel]: stack},
				driver: textAt(object, 'driver'),
			};
		});
