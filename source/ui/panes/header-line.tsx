import type {CommandContext} from '../context.ts';
import {Lines} from '../widgets/lines.tsx';
import {drawHeader} from './header.ts';

type Props = {readonly context: CommandContext; readonly width: number; readonly style: (line: string) => string};

export function Header({context, width, style}: Props) {
	const {view, cluster, isReadOnly} = context;
	const line = drawHeader(
		{state: cluster.getState(), services: view.allServices(), tasks: view.taskCounts(), isReadOnly, now: view.now()},
		width,
	);
	return <Lines lines={[style(line)]} width={width} />;
}
