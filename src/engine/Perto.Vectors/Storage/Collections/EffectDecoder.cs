using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Perto.Vectors.Storage;

/// <summary>
/// Reads what an <see cref="EffectEncoder"/> wrote. The bytes had the right checksums; still nothing in them is trusted, so that a fault of
/// whoever wrote them is an error and not a wrong answer.
/// </summary>
internal ref struct EffectDecoder
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly CollectionSchema _schema;
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    private EffectDecoder(CollectionSchema schema, ReadOnlySpan<byte> bytes)
    {
        _schema = schema;
        _bytes = bytes;
    }

    /// <param name="schema">The schema of the table.</param>
    /// <param name="rows">How many rows the table has.</param>
    /// <param name="bytes">What was written.</param>
    /// <exception cref="FormatException">It is no effect on a table of so many rows.</exception>
    public static WriteEffect Read(CollectionSchema schema, int rows, ReadOnlySpan<byte> bytes)
    {
        EffectDecoder decoder = new(schema, bytes);
        try
        {
            return decoder.Read(rows);
        }
        catch (Exception fault) when (fault is VectorStoreException or DecoderFallbackException or ArgumentException)
        {
            throw new FormatException(fault.Message, fault);
        }
    }

    private WriteEffect Read(int rows)
    {
        if (Byte() is var form && form != EffectEncoder.Form)
            throw new FormatException($"it has form {form}, this release reads form {EffectEncoder.Form}");
        ulong version = Number();
        ulong firstRow = Number();
        if (version > long.MaxValue || firstRow != (ulong)rows)
            throw new FormatException($"it goes on from {firstRow} rows, and there are {rows}");
        int parts = Byte();
        if ((parts & ~EffectEncoder.AllParts) != 0 || (parts & EffectEncoder.HasKept) is not 0 and var kept && kept != parts)
            throw new FormatException("it has parts that do not go together");
        WriteEffect effect = new((long)version, rows)
        {
            Killed = Rows(rows),
            Records = (parts & EffectEncoder.HasRecords) != 0 ? Records() : [],
            Patched = (parts & EffectEncoder.HasPatch) != 0 ? Rows(rows) : [],
            Patch = (parts & EffectEncoder.HasPatch) != 0 ? Patch() : null,
            Kept = (parts & EffectEncoder.HasKept) != 0 ? Kept(rows) : null,
        };
        return _at == _bytes.Length ? effect : throw new FormatException($"{_bytes.Length - _at} bytes stand behind it");
    }

    private ulong[] Kept(int rows)
    {
        ulong[] words = Values<ulong>().ToArray();
        return words.Length == (rows + 63) / 64 ? words : throw new FormatException($"{words.Length} words do not speak of {rows} rows");
    }

    private List<VectorRecord> Records()
    {
        int count = Count();
        List<VectorRecord> records = new(count);
        for (int i = 0; i < count; i++)
        {
            string id = Text();
            DateTimeOffset? expiresAt = Expiry(out bool removed);
            Dictionary<string, VectorValue> vectors = new(StringComparer.Ordinal);
            for (int v = Count(); v > 0; v--)
            {
                VectorField field = Vector(out VectorValue? vector);
                vectors.Add(field.Name, vector ?? throw new FormatException("a record has a vector that is removed"));
            }
            VectorRecord record = new(id) { Vectors = vectors, Payload = Payload(), ExpiresAt = expiresAt };
            records.Add(removed ? throw new FormatException("a record has an expiry that is removed") : _schema.Bind(record));
        }
        return records;
    }

    private VectorPatch Patch()
    {
        DateTimeOffset? expiresAt = Expiry(out bool never);
        Dictionary<string, VectorValue?> vectors = new(StringComparer.Ordinal);
        for (int v = Count(); v > 0; v--)
            vectors.Add(Vector(out VectorValue? vector).Name, vector);
        return _schema.Bind(new VectorPatch { ExpiresAt = expiresAt, NeverExpires = never, Vectors = vectors, Payload = Payload() });
    }

    private List<int> Rows(int below)
    {
        int count = Count();
        List<int> rows = new(count);
        long row = 0;
        for (int i = 0; i < count; i++)
        {
            ulong step = Number();
            row += (long)(step >> 1) ^ -(long)(step & 1);
            if (row < 0 || row >= below)
                throw new FormatException($"it names row {row} of {below}");
            rows.Add((int)row);
        }
        return rows;
    }

    private DateTimeOffset? Expiry(out bool removed)
    {
        int kind = Byte();
        removed = kind == EffectEncoder.ExpiryRemoved;
        return kind switch
        {
            EffectEncoder.ExpiryAsIs or EffectEncoder.ExpiryRemoved => null,
            EffectEncoder.ExpirySet => PayloadValue.FromMicros(Micros()).Time,
            _ => throw new FormatException($"{kind} is no expiry"),
        };
    }

    private VectorField Vector(out VectorValue? vector)
    {
        VectorField field = _schema.Vectors[Index(_schema.Vectors.Count)];
        vector = Byte() switch
        {
            0 => null,
            1 + (int)VectorKind.Dense => Values<float>().ToArray(),
            1 + (int)VectorKind.Bits => new BitVector(Values<byte>().ToArray()),
            1 + (int)VectorKind.Sparse => SparseVector.FromOwned(Values<uint>().ToArray(), Values<float>().ToArray()),
            var kind => throw new FormatException($"{kind} is no kind of vector"),
        };
        return field;
    }

    private Dictionary<string, PayloadValue> Payload()
    {
        Dictionary<string, PayloadValue> payload = new(StringComparer.Ordinal);
        for (int p = Count(); p > 0; p--)
            payload.Add(_schema.Payload[Index(_schema.Payload.Count)].Name, Value());
        return payload;
    }

    private PayloadValue Value() => (PayloadKind)Byte() switch
    {
        PayloadKind.None => PayloadValue.None,
        PayloadKind.Keyword => Text(),
        PayloadKind.Keywords => Texts(),
        PayloadKind.Integer => Long(),
        PayloadKind.Number => BitConverter.Int64BitsToDouble(Long()),
        PayloadKind.Boolean => Byte() != 0,
        PayloadKind.Time => PayloadValue.FromMicros(Micros()),
        PayloadKind.Geo => new GeoPoint(BitConverter.Int64BitsToDouble(Long()), BitConverter.Int64BitsToDouble(Long())),
        var kind => throw new FormatException($"{kind} is no kind of value"),
    };

    private PayloadValue Texts()
    {
        string[] texts = new string[Count()];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = Text();
        return PayloadValue.FromOwnedArray(texts);
    }

    private long Micros()
    {
        long micros = Long();
        // The moments that a DateTimeOffset can hold.
        long first = PayloadValue.UnixMicroseconds(DateTimeOffset.MinValue), last = PayloadValue.UnixMicroseconds(DateTimeOffset.MaxValue);
        return micros >= first && micros <= last ? micros : throw new FormatException($"{micros} is no moment");
    }

    private string Text() => Strict.GetString(Bytes(Count()));

    private ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        ulong count = Number();
        int size = Unsafe.SizeOf<T>();
        return count <= (ulong)((_bytes.Length - _at) / size)
            ? MemoryMarshal.Cast<byte, T>(Bytes((int)count * size))
            : throw new FormatException($"{count} values are more than it holds");
    }

    private long Long() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(sizeof(long)));

    private int Index(int below) => Number() is var index && index < (ulong)below ? (int)index : throw new FormatException($"the schema has no field {index}");

    // Whatever is counted takes a byte at least.
    private int Count() =>
        Number() is var count && count <= (ulong)(_bytes.Length - _at) ? (int)count : throw new FormatException($"{count} are more than it holds");

    private ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw new FormatException("a number has no end");
    }

    private byte Byte() => Bytes(1)[0];

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _bytes.Length - _at)
            throw new FormatException("it ends too early");
        ReadOnlySpan<byte> bytes = _bytes.Slice(_at, count);
        _at += count;
        return bytes;
    }
}
