using System.Buffers;

namespace Perto.Vectors.Storage;

/// <summary>Does again what a <see cref="WriteJournal"/> took down. Parts of an effect whose end is missing are left out: nobody was told that
/// it was written.</summary>
/// <param name="folder">The folder of the collection, for errors.</param>
/// <param name="table">The table as it was when the log began.</param>
/// <param name="version">Its version.</param>
internal sealed class JournalReader(string folder, RowTable table, long version)
{
    private readonly ArrayBufferWriter<byte> _parts = new();

    /// <summary>The table after what was read.</summary>
    public RowTable Table { get; private set; } = table;

    /// <summary>Its version.</summary>
    public long Version { get; private set; } = version;

    /// <summary>How often its rows got other numbers.</summary>
    public int Renumbered { get; private set; }

    /// <exception cref="DamagedFileException">The record is no effect on the table.</exception>
    public void Read(long sequence, ReadOnlySpan<byte> record)
    {
        int kind = record.IsEmpty ? -1 : record[0];
        if (kind == WriteJournal.Whole)
        {
            _parts.ResetWrittenCount();
            Apply(sequence, record[1..]);
            return;
        }
        if (kind is not (WriteJournal.MoreFollow or WriteJournal.GoesOn or (WriteJournal.MoreFollow | WriteJournal.GoesOn)))
            throw Damage(sequence, "it is no write");
        if ((kind & WriteJournal.GoesOn) == 0)
            _parts.ResetWrittenCount();
        else if (_parts.WrittenCount == 0)
            throw Damage(sequence, "it goes on with a write that has not begun");
        _parts.Write(record[1..]);
        if ((kind & WriteJournal.MoreFollow) != 0)
            return;
        Apply(sequence, _parts.WrittenSpan);
        _parts.ResetWrittenCount();
    }

    private void Apply(long sequence, ReadOnlySpan<byte> bytes)
    {
        WriteEffect effect;
        try
        {
            effect = EffectDecoder.Read(Table.Schema, Table.Count, bytes);
        }
        catch (FormatException fault)
        {
            throw Damage(sequence, fault.Message);
        }
        if (effect.Version <= Version)
            throw Damage(sequence, $"its version is {effect.Version}, and the collection has {Version}");
        Table = effect.ApplyTo(Table);
        Version = effect.Version;
        Renumbered += effect.Kept is null ? 0 : 1;
    }

    private DamagedFileException Damage(long sequence, string problem) => new($"{folder}/log", $"record {sequence}", 0, problem);
}
