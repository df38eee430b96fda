using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Perto.Vectors.Storage;

/// <summary>
/// Writes a <see cref="WriteEffect"/> as bytes, little-endian; numbers of rows and lengths take seven bits a byte:
/// <code>
/// form u8, version, first row, parts u8
/// killed    count, rows (each as its difference to the one before, zigzag)
/// records   count; each: id, expiry, vectors, payload
/// patch     count and rows as above, expiry, vectors, payload
/// kept      words of 64 rows
/// expiry    0 as it is or never, 1 and microseconds, 2 removed
/// vectors   count; each: number of the field, kind (0 removed), values
/// payload   count; each: number of the field, kind (0 removed), value
/// </code>
/// </summary>
internal readonly struct EffectEncoder(CollectionSchema schema, ArrayBufferWriter<byte> to)
{
    public const byte Form = 1;

    /// <summary>More bytes are no longer the effect of one write.</summary>
    public const int MaxBytes = 1 << 30;

    internal const byte HasRecords = 1, HasPatch = 2, HasKept = 4, AllParts = 7;
    internal const byte ExpiryAsIs = 0, ExpirySet = 1, ExpiryRemoved = 2;

    /// <exception cref="VectorStoreException">It takes more than <see cref="MaxBytes"/>.</exception>
    public void Write(WriteEffect effect)
    {
        Byte(Form);
        Number((ulong)effect.Version);
        Number((ulong)effect.FirstRow);
        Byte((byte)((effect.Records.Count > 0 ? HasRecords : 0) | (effect.Patch is null ? 0 : HasPatch) | (effect.Kept is null ? 0 : HasKept)));
        Rows(effect.Killed);
        if (effect.Records.Count > 0)
            Records(effect.Records);
        if (effect.Patch is { } patch)
        {
            Rows(effect.Patched);
            Expiry(patch.ExpiresAt, patch.NeverExpires);
            Vectors(patch.Vectors);
            Payload(patch.Payload);
        }
        if (effect.Kept is { } kept)
            Values<ulong>(kept);
    }

    private void Records(IReadOnlyList<VectorRecord> records)
    {
        Number((ulong)records.Count);
        foreach (VectorRecord record in records)
        {
            Text(record.Id);
            Expiry(record.ExpiresAt, removed: false);
            Number((ulong)record.Vectors.Count);
            foreach ((string name, VectorValue vector) in record.Vectors)
                Vector(name, vector);
            Payload(record.Payload);
            if (to.WrittenCount > MaxBytes)
                throw new VectorStoreException("records", $"{records.Count} records", $"a batch of at most {MaxBytes} bytes; write it in parts");
        }
    }

    private void Rows(IReadOnlyList<int> rows)
    {
        Number((ulong)rows.Count);
        int former = 0;
        foreach (int row in rows)
        {
            int step = row - former;
            Number((uint)((step << 1) ^ (step >> 31)));
            former = row;
        }
    }

    private void Expiry(DateTimeOffset? moment, bool removed)
    {
        Byte(moment is not null ? ExpirySet : removed ? ExpiryRemoved : ExpiryAsIs);
        if (moment is { } set)
            Long(PayloadValue.UnixMicroseconds(set));
    }

    private void Vectors(IDictionary<string, VectorValue?> vectors)
    {
        Number((ulong)vectors.Count);
        foreach ((string name, VectorValue? vector) in vectors)
            Vector(name, vector);
    }

    private void Vector(string name, VectorValue? vector)
    {
        Number((ulong)schema.VectorIndex(name));
        if (vector is not { } value)
        {
            Byte(0);
            return;
        }
        Byte((byte)(1 + (int)value.Kind));
        switch (value.Kind)
        {
            case VectorKind.Dense:
                Values(value.Dense.Span);
                break;
            case VectorKind.Bits:
                Values(value.Bits.Span);
                break;
            default:
                Values(value.Sparse.Dimensions.Span);
                Values(value.Sparse.Values.Span);
                break;
        }
    }

    private void Payload(IDictionary<string, PayloadValue> payload)
    {
        Number((ulong)payload.Count);
        foreach ((string name, PayloadValue value) in payload)
        {
            Number((ulong)schema.PayloadIndex(name));
            Byte((byte)value.Kind);
            Value(value);
        }
    }

    private void Value(PayloadValue value)
    {
        switch (value.Kind)
        {
            case PayloadKind.None:
                break;
            case PayloadKind.Keyword:
                Text(value.Keyword);
                break;
            case PayloadKind.Keywords:
                Number((ulong)value.KeywordArray.Length);
                foreach (string keyword in value.KeywordArray)
                    Text(keyword);
                break;
            case PayloadKind.Integer:
                Long(value.Integer);
                break;
            case PayloadKind.Number:
                Long(BitConverter.DoubleToInt64Bits(value.Number));
                break;
            case PayloadKind.Boolean:
                Byte(value.Boolean ? (byte)1 : (byte)0);
                break;
            case PayloadKind.Time:
                Long(value.TimeMicros);
                break;
            case PayloadKind.Geo:
                Long(BitConverter.DoubleToInt64Bits(value.Geo.Latitude));
                Long(BitConverter.DoubleToInt64Bits(value.Geo.Longitude));
                break;
            default:
                throw new InvalidOperationException($"a {value.Kind} is no value");
        }
    }

    private void Text(string text)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        Number((ulong)bytes);
        Encoding.UTF8.GetBytes(text, to.GetSpan(bytes));
        to.Advance(bytes);
    }

    private void Values<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Number((ulong)values.Length);
        to.Write(MemoryMarshal.AsBytes(values));
    }

    private void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to.GetSpan(sizeof(long)), value);
        to.Advance(sizeof(long));
    }

    private void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        to.GetSpan(1)[0] = value;
        to.Advance(1);
    }
}
