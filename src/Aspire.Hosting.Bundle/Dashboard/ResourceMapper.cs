using System.Globalization;
using Aspire.Hosting.Dashboard.Protocol;
using Google.Protobuf.WellKnownTypes;
using HealthState = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus;
using ResourceMessage = Aspire.Hosting.Dashboard.Protocol.Resource;

namespace Aspire.Hosting.Dashboard;

/// <summary>Puts the state of an instance into the words of the dashboard's protocol.</summary>
internal static class ResourceMapper
{
    private const string DashboardName = "aspire-dashboard";

    public static ResourceMessage ToMessage(ResourceEvent change)
    {
        var snapshot = change.Snapshot;
        var message = new ResourceMessage
        {
            Name = change.ResourceId,
            Uid = change.ResourceId,
            DisplayName = change.Resource.Name,
            ResourceType = snapshot.ResourceType,
            State = snapshot.State?.Text ?? string.Empty,
            // Required: the dashboard stops listening for good when it is missing.
            CreatedAt = ToTimestamp(snapshot.CreationTimeStamp ?? DateTime.UnixEpoch),
            IsHidden = change.Resource.Name == DashboardName,
        };
        if (snapshot.State?.Style is { } style) message.StateStyle = style;
        if (snapshot.StartTimeStamp is { } started) message.StartedAt = ToTimestamp(started);
        if (snapshot.StopTimeStamp is { } stopped) message.StoppedAt = ToTimestamp(stopped);

        message.Environment.AddRange(snapshot.EnvironmentVariables.Select(e => new EnvironmentVariable
        {
            Name = e.Name,
            Value = SecretNames.Covers(e.Name) ? SecretNames.Mask : e.Value ?? string.Empty,
            IsFromSpec = e.IsFromSpec,
        }));
        message.Properties.AddRange(snapshot.Properties.Select(p => new ResourceProperty
        {
            Name = p.Name,
            Value = ToValue(p.Value),
            IsSensitive = p.IsSensitive,
        }));
        message.Urls.AddRange(snapshot.Urls.Select(u => ToUrl(u, snapshot)));
        message.HealthReports.AddRange(snapshot.HealthReports.Select(ToHealthReport));
        message.Relationships.AddRange(snapshot.Relationships.Select(
            r => new ResourceRelationship { ResourceName = r.ResourceName, Type = r.Type }));
        if (change.Resource is ExecutableResource or ProjectResource)
            message.Commands.AddRange(CommandsIn(message.State));
        return message;
    }

    private static Timestamp ToTimestamp(DateTime time) => Timestamp.FromDateTime(time.ToUniversalTime());

    private static Value ToValue(object? value) => value switch
    {
        null => Value.ForNull(),
        string text => Value.ForString(text),
        bool truth => Value.ForBool(truth),
        int number => Value.ForNumber(number),
        IEnumerable<string> texts => Value.ForList([.. texts.Select(Value.ForString)]),
        _ => Value.ForString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty),
    };

    private static Url ToUrl(UrlSnapshot url, CustomResourceSnapshot snapshot) => new()
    {
        EndpointName = url.Name ?? string.Empty,
        FullUrl = url.Url,
        IsInternal = url.IsInternal,
        IsInactive = snapshot.State?.Text != KnownResourceStates.Running,
        DisplayProperties = new UrlDisplayProperties { SortOrder = url.SortOrder, DisplayName = url.DisplayName },
    };

    private static HealthReport ToHealthReport(HealthReportSnapshot report)
    {
        var message = new HealthReport { Key = report.Name, Description = report.Description ?? string.Empty };
        if (report.Status is { } status) message.Status = status switch
        {
            HealthState.Healthy => HealthStatus.Healthy,
            HealthState.Degraded => HealthStatus.Degraded,
            _ => HealthStatus.Unhealthy,
        };
        return message;
    }

    private static IEnumerable<ResourceCommand> CommandsIn(string state)
    {
        var isRunning = state == KnownResourceStates.Running;
        var canStart = KnownResourceStates.TerminalStates.Contains(state) || state == KnownResourceStates.NotStarted;
        var stopState = isRunning ? ResourceCommandState.Enabled
            : canStart ? ResourceCommandState.Hidden : ResourceCommandState.Disabled;
        yield return new ResourceCommand
        {
            Name = KnownResourceCommands.StartCommand,
            DisplayName = "Start",
            IconName = "Play",
            IsHighlighted = true,
            State = canStart ? ResourceCommandState.Enabled : ResourceCommandState.Hidden,
        };
        yield return new ResourceCommand
        {
            Name = KnownResourceCommands.StopCommand,
            DisplayName = "Stop",
            IconName = "Stop",
            IsHighlighted = true,
            State = stopState,
        };
        yield return new ResourceCommand
        {
            Name = KnownResourceCommands.RestartCommand,
            DisplayName = "Restart",
            IconName = "ArrowCounterclockwise",
            State = stopState == ResourceCommandState.Enabled ? stopState : ResourceCommandState.Disabled,
        };
    }
}
