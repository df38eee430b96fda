namespace Perto.Streaming;

/// <summary>When and on what it is asked.</summary>
internal static class SituationFeatures
{
    private const string NoDevice = "the request names no device";
    private const string NoViewing = "no viewing of it was counted";

    private static readonly HomeFeature[] OfTitle =
    [
        new("time_of_day_match", "0..1", "(its viewings at this time of day + 1) / (its viewings + 4)", NoViewing, facts => (facts.Activity.ViewsAt(facts.TimeOfDay) + 1) / (facts.Activity.Views + 4)),
        new("device_match", "0..1", "(its viewings on this device + 1) / (its viewings + 4)", $"{NoViewing}, or {NoDevice}", DeviceMatch),
    ];

    private static readonly HomeFeature[] OfPage =
    [
        new("user_time_of_day_share", "0..1", "Part of the person's viewings at this time of day", "no viewing was counted", facts => facts.Person.TimeOfDayShare),
        new("user_device_share", "0..1", "Part of the person's viewings on this device", $"no viewing was counted, or {NoDevice}", facts => facts.Person.DeviceShare),
        new("device_is_tv", "0, 1", "Asked on a television", NoDevice, facts => Is(facts, DeviceKind.Tv)),
        new("device_is_mobile", "0, 1", "Asked on a telephone", NoDevice, facts => Is(facts, DeviceKind.Mobile)),
        new("time_of_day", "0..3", "Morning, afternoon, evening, night: as the request says, else by UTC", "never", facts => (int)facts.TimeOfDay),
        new("hour", "0..23", "Hour of the request, UTC", "never", facts => facts.Context.At.UtcDateTime.Hour),
        new("weekday", "0..6", "Day of the request from Sunday, UTC", "never", facts => (int)facts.Context.At.UtcDateTime.DayOfWeek),
    ];

    public static IReadOnlyList<HomeFeature> All { get; } = [.. OfTitle, .. OfPage.Select(feature => feature with { IsOfPage = true })];

    private static double DeviceMatch(CandidateFacts facts) =>
        facts.Context.Request.Device is { } device ? (facts.Activity.ViewsOn(device) + 1) / (facts.Activity.Views + 4) : double.NaN;

    private static double Is(CandidateFacts facts, DeviceKind kind) => facts.Context.Request.Device is not { } device ? double.NaN : device == kind ? 1 : 0;
}
