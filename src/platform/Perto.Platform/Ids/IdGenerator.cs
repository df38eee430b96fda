using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Perto.Platform;

/// <summary>
/// Ids that sort by the time they were made: UUID version 7 (RFC 9562, section 5.7) with a counter (section 6.2, method 1), so
/// that inside of a process each id is greater than the one before, also when the clock stands still or goes back.
/// <c>Guid.CreateVersion7</c> gives no order within a millisecond. Safe for use from many threads.
/// </summary>
/// <remarks>
/// Layout: 48 bits of Unix milliseconds, 4 of version, 12 of counter, 2 of variant, 14 more of counter, 48 random. The counter
/// starts each millisecond at a random value in its lower half, so that processes do not meet; when it runs over, the
/// millisecond part is taken one forward.
/// </remarks>
public sealed class IdGenerator(TimeProvider clock)
{
    private const int CounterBits = 26;
    private const uint CounterLimit = 1u << CounterBits;

    private readonly Lock _lock = new();
    private long _millisecond = -1;
    private uint _counter;

    /// <summary>A new id: 36 characters, lower case with hyphens; greater as text than any this generator gave before.</summary>
    public string NewId()
    {
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        uint start = BinaryPrimitives.ReadUInt32LittleEndian(random) % (CounterLimit / 2);
        (long millisecond, uint counter) = Next(clock.GetUtcNow().ToUnixTimeMilliseconds(), start);

        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, millisecond << 16);
        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)(0x7000 | (counter >> 14)));
        BinaryPrimitives.WriteUInt16BigEndian(id[8..], (ushort)(0x8000 | (counter & 0x3FFF)));
        random[4..].CopyTo(id[10..]);
        return new Guid(id, bigEndian: true).ToString();
    }

    private (long Millisecond, uint Counter) Next(long now, uint start)
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
