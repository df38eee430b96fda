using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Perto.Platform;

/// <summary>
/// Ids that sort by the time they were made: UUID version 7 (RFC 9562, section 5.7) with a counter (section 6.2, method 1), so
/// that inside of a process each id is greater than the one before, also when the clock stands still or goes back.
/// <c>Guid.CreateVersion7</c> gives no order within a millisecond. Safe for use from many threads.
/// </summary>
/// <remarks>
/// Layout: 48 bits of Unix milliseconds, 4 of version, 12 of counter, 2 of variant, 62 random. The counter starts each
/// millisecond at a random value in its lower half; when it runs over, the millisecond part is taken one forward.
/// </remarks>
public sealed class IdGenerator(TimeProvider clock)
{
    private const int CounterLimit = 1 << 12;

    private readonly Lock _lock = new();
    private long _millisecond = -1;
    private int _counter;

    /// <summary>A new id: 36 characters, lower case with hyphens; greater as text than any this generator gave before.</summary>
    public string NewId()
    {
        Span<byte> id = stackalloc byte[16];
        RandomNumberGenerator.Fill(id);
        int start = BinaryPrimitives.ReadUInt16LittleEndian(id) % (CounterLimit / 2);
        (long millisecond, int counter) = Next(clock.GetUtcNow().ToUnixTimeMilliseconds(), start);

        BinaryPrimitives.WriteUInt32BigEndian(id, (uint)(millisecond >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(id[4..], (ushort)millisecond);
        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)(0x7000 | counter));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true).ToString();
    }

    private (long Millisecond, int Counter) Next(long now, int start)
    {
        lock (_lock)
        {
            if (now > _millisecond)
            {
                _millisecond = now;
                _counter = start;
            }
            else if (++_counter == CounterLimit)
            {
                _millisecond++;
                _counter = start;
            }
            return (_millisecond, _counter);
        }
    }
}
