using System.Buffers.Binary;
using Perto.Numerics;

namespace Perto.Platform;

/// <summary>
/// Runs of events of which each is at most a gap behind the one before; those count that have as many different values of the field as they must.
/// Bytes: how many counted that are kept no more, then for each kept session its first and last event time, how many different values it
/// has, at most as many as it must, and their hashes. Kept are the sessions of the windows; without windows those of the last two days, so that an
/// event that comes late still finds the session that it belongs to.
/// </summary>
internal sealed class SessionsState(int gapMinutes, int atLeast, int? windows) : StatePrimitive
{
    private const int HeadBytes = 8;
    private const int SessionBytes = 20;
    private const long DayMicros = TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond;

    private readonly long _gap = gapMinutes * (TimeSpan.TicksPerMinute / TimeSpan.TicksPerMicrosecond);
    private readonly long _kept = (windows ?? 2) * DayMicros;

    public override byte[] Add(ReadOnlySpan<byte> state, StateInput input)
    {
        ulong value = StableHash.Of(System.Text.Encoding.UTF8.GetBytes(input.Value?.Raw as string ?? ""));
        return Write(Forgotten(state), [.. Read(state), new Session(input.At, input.At, [value])]);
    }

    public override byte[] Merge(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        Write(Forgotten(first) + Forgotten(second), [.. Read(first), .. Read(second)]);

    public override FeatureValue? Value(ReadOnlySpan<byte> state, long at)
    {
        TryNumber(state, at, out double sessions);
        return FeatureValue.Of((long)sessions);
    }

    public override bool TryNumber(ReadOnlySpan<byte> state, long at, out double number)
    {
        number = Forgotten(state);
        for (ReadOnlySpan<byte> rest = Sessions(state); rest.Length > 0; rest = rest[(SessionBytes + (8 * Different(rest)))..])
        {
            if (Different(rest) >= atLeast && (windows is null || End(rest) > at - _kept))
                number++;
        }
        return true;
    }

    private byte[] Write(long forgotten, List<Session> sessions)
    {
        sessions.Sort((a, b) => a.Start.CompareTo(b.Start));
        List<Session> joined = new(sessions.Count);
        foreach (Session session in sessions)
        {
            if (joined.Count > 0 && session.Start - joined[^1].End <= _gap)
                joined[^1] = Join(joined[^1], session);
            else
                joined.Add(session);
        }
        long newest = joined.Max(session => session.End);
        int old = joined.FindIndex(session => session.End > newest - _kept);
        if (windows is null)
            forgotten += joined.Take(old).Count(session => session.Values.Length >= atLeast);
        byte[] state = new byte[HeadBytes + joined.Skip(old).Sum(session => SessionBytes + (8 * session.Values.Length))];
        BinaryPrimitives.WriteInt64LittleEndian(state, forgotten);
        Span<byte> rest = state.AsSpan(HeadBytes);
        foreach (Session session in joined.Skip(old))
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, session.Start);
            BinaryPrimitives.WriteInt64LittleEndian(rest[8..], session.End);
            BinaryPrimitives.WriteInt32LittleEndian(rest[16..], session.Values.Length);
            rest = rest[SessionBytes..];
            foreach (ulong value in session.Values)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(rest, value);
                rest = rest[8..];
            }
        }
        return state;
    }

    // Which of more values than it must have are kept makes no difference; the least are, so that the order of events makes none either.
    private Session Join(Session a, Session b) =>
        new(a.Start, Math.Max(a.End, b.End), [.. a.Values.Union(b.Values).Order().Take(atLeast)]);

    private static List<Session> Read(ReadOnlySpan<byte> state)
    {
        List<Session> sessions = [];
        for (ReadOnlySpan<byte> rest = Sessions(state); rest.Length > 0;)
        {
            ulong[] values = new ulong[Different(rest)];
            for (int i = 0; i < values.Length; i++)
                values[i] = BinaryPrimitives.ReadUInt64LittleEndian(rest[(SessionBytes + (8 * i))..]);
            sessions.Add(new Session(BinaryPrimitives.ReadInt64LittleEndian(rest), End(rest), values));
            rest = rest[(SessionBytes + (8 * values.Length))..];
        }
        return sessions;
    }

    private static long Forgotten(ReadOnlySpan<byte> state) => state.Length == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(state);

    private static ReadOnlySpan<byte> Sessions(ReadOnlySpan<byte> state) => state.Length == 0 ? default : state[HeadBytes..];

    private static long End(ReadOnlySpan<byte> session) => BinaryPrimitives.ReadInt64LittleEndian(session[8..]);

    private static int Different(ReadOnlySpan<byte> session) => BinaryPrimitives.ReadInt32LittleEndian(session[16..]);

    private readonly record struct Session(long Start, long End, ulong[] Values);
}
