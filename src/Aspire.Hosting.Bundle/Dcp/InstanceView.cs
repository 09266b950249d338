using System.Collections.Immutable;

namespace Aspire.Hosting.Dcp;

/// <summary>Publishes what is known about one process, in the form that the dashboard and the waits read.</summary>
internal sealed class InstanceView(IResource resource, string id, ResourceNotificationService notifications)
{
    private readonly ImmutableArray<HealthReportSnapshot> notChecked =
    [
        .. resource.Annotations.OfType<HealthCheckAnnotation>()
            .Select(h => new HealthReportSnapshot(h.Key, Status: null, Description: null, ExceptionText: null)),
    ];

    public void Create()
    {
        var state = resource.Annotations.OfType<ExplicitStartupAnnotation>().Any()
            ? KnownResourceStates.NotStarted
            : resource.Annotations.OfType<WaitAnnotation>().Any()
                ? KnownResourceStates.Waiting
                : KnownResourceStates.Starting;
        Publish(_ => new CustomResourceSnapshot
        {
            ResourceType = resource is ProjectResource ? "Project" : "Executable",
            Properties = FixedProperties(),
            CreationTimeStamp = TimeProvider.System.GetUtcNow().UtcDateTime,
            State = state,
            HealthReports = notChecked,
            Relationships = [.. Relationships()],
        });
    }

    public void Show(string state) => Publish(s => s with { State = state });

    public void ShowStarting() => Publish(s => s with
    {
        State = KnownResourceStates.Starting,
        StartTimeStamp = null,
        StopTimeStamp = null,
        ExitCode = null,
        HealthReports = notChecked,
        Urls = [.. PublicUrls()],
    });

    public void ShowFailure(string reason) => Publish(s => s with
    {
        State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, "error"),
        Properties = With(s.Properties, ("resource.failure", reason)),
    });

    /// <summary>Only what the model gave: what DCP reports as effective holds the inherited environment too.</summary>
    public void ShowEnvironment(ExecutableSpec spec) => Publish(s => s with
    {
        EnvironmentVariables =
            [.. spec.Env.Select(e => new EnvironmentVariableSnapshot(e.Name, e.Value, IsFromSpec: true))],
        Properties = With(
            s.Properties,
            ("executable.path", spec.ExecutablePath),
            ("executable.workDir", spec.WorkingDirectory),
            ("executable.args", spec.Args)),
    });

    public void Show(ExecutableObject seen)
    {
        var status = seen.Status!;
        var environment = status.EffectiveEnv?.ToLookup(e => e.Name, e => e.Value);
        Publish(s => s with
        {
            State = status.State is "Running" or "Stopping" or "Starting" ? status.State : s.State,
            StartTimeStamp = status.StartupTimestamp?.ToUniversalTime(),
            EnvironmentVariables =
            [
                .. s.EnvironmentVariables.Select(
                    e => e with { Value = environment?[e.Name].LastOrDefault() ?? e.Value }),
            ],
            Properties = With(
                s.Properties, ("executable.pid", status.Pid), ("executable.args", status.EffectiveArgs ?? [])),
        });
    }

    public void ShowEnd(ExecutableStatus status, bool isJob) => Publish(s => s with
    {
        State = status.State == "FailedToStart" ? new ResourceStateSnapshot(KnownResourceStates.FailedToStart, "error")
            : isJob ? KnownResourceStates.Finished
            : KnownResourceStates.Exited,
        ExitCode = status.ExitCode,
        StopTimeStamp = status.FinishTimestamp?.ToUniversalTime(),
        Urls = [.. s.Urls.Where(u => !u.IsInternal)],
        Properties = Without(With(s.Properties, ("resource.exitCode", status.ExitCode)), "executable.pid"),
    });

    /// <summary>Adds the address of this very process to those that all replicas share.</summary>
    public void ShowOwnAddress(EndpointAnnotation endpoint, EndpointSpec address)
    {
        var own = new UrlSnapshot(
            $"{endpoint.Name} target port",
            $"{endpoint.UriScheme}://{address.Address}:{address.Port}",
            IsInternal: true);
        Publish(s => s with { Urls = [.. s.Urls.Where(u => u.Name != own.Name), own] });
    }

    private static ImmutableArray<ResourcePropertySnapshot> With(
        ImmutableArray<ResourcePropertySnapshot> properties, params (string Name, object? Value)[] added)
    {
        foreach (var (name, value) in added)
            if (value is not null) properties = [.. Without(properties, name), new(name, value)];
        return properties;
    }

    private static ImmutableArray<ResourcePropertySnapshot> Without(
        ImmutableArray<ResourcePropertySnapshot> properties, string name) => [.. properties.Where(p => p.Name != name)];

    private ImmutableArray<ResourcePropertySnapshot> FixedProperties() => resource switch
    {
        ExecutableResource e => [new("executable.path", e.Command), new("executable.workDir", e.WorkingDirectory)],
        _ => With([], ("project.path", resource.Annotations.OfType<IProjectMetadata>().Single().ProjectPath)),
    };

    private IEnumerable<RelationshipSnapshot> Relationships() => resource.Annotations
        .OfType<ResourceRelationshipAnnotation>()
        .Select(r => new RelationshipSnapshot(r.Resource.Name, r.Type))
        .Distinct();

    private IEnumerable<UrlSnapshot> PublicUrls()
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (endpoint.AllocatedEndpoint is not { } at) continue;
            var url = new ResourceUrlAnnotation { Url = at.UriString };
            foreach (var change in resource.Annotations.OfType<EndpointUrlCallbackAnnotation>())
                if (change.EndpointName == endpoint.Name) change.Callback(url);
            yield return new UrlSnapshot(endpoint.Name, url.Url, IsInternal: false)
            {
                DisplayName = url.DisplayText ?? string.Empty,
                SortOrder = url.DisplayOrder ?? 0,
            };
        }
    }

    private void Publish(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        notifications.PublishUpdateAsync(resource, id, change);
}
