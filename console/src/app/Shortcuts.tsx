import { Kbd, Modal, Switch } from '@mantine/core';
import { DialogHead } from '../components/DialogHead.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Shortcuts.module.css';

interface ShortcutsProps {
  opened: boolean;
  close: () => void;
  singleKeys: boolean;
  setSingleKeys: (on: boolean) => void;
}

export function Shortcuts({ opened, close, singleKeys, setSingleKeys }: ShortcutsProps) {
  const { t } = useLanguage();
  const list: [string[], string][] = [
    [['/'], t.shortcuts.focusSearch],
    [['?'], t.shortcuts.showThis],
    [['←', '→'], t.shortcuts.moveInRow],
    [['↑', '↓'], t.shortcuts.moveRows],
    [['Home', 'End'], t.shortcuts.rowEnds],
    [['Enter'], t.shortcuts.openWhy],
    [['Esc'], t.shortcuts.close],
  ];
  return (
    <Modal.Root opened={opened} onClose={close} centered classNames={{ content: classes.content }}>
      <Modal.Overlay backgroundOpacity={0.55} />
      <Modal.Content>
        <DialogHead>
          <Modal.Title className={classes.title}>{t.app.shortcuts}</Modal.Title>
          <Modal.CloseButton aria-label={t.app.close} />
        </DialogHead>
        <Modal.Body>
      <dl className={classes.list}>
        {list.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <Switch
        checked={singleKeys}
        onChange={(event) => setSingleKeys(event.currentTarget.checked)}
        label={t.shortcuts.singleKeys}
        description={t.shortcuts.singleKeysHint}
      />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
