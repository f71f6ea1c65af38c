//! Recognizes folders that a sync tool keeps: a database in one can be damaged, or replaced while it is open.

use std::fs;
use std::path::Path;

/// A sync tool, and how its folders are recognized.
struct SyncTool {
    name: &'static str,
    /// Names of folders, in lower case.
    names: &'static [&'static str],
    /// How other names of its folders begin, in lower case.
    starts: &'static [&'static str],
    /// Files or folders that it puts into its folders.
    markers: &'static [&'static str],
}

const fn tool(
    name: &'static str,
    names: &'static [&'static str],
    starts: &'static [&'static str],
    markers: &'static [&'static str],
) -> SyncTool {
    SyncTool { name, names, starts, markers }
}

const TOOLS: &[SyncTool] = &[
    tool("Dropbox", &["dropbox"], &["dropbox (", "dropbox-"], &[".dropbox", ".dropbox.cache"]),
    tool("OneDrive", &["onedrive"], &["onedrive - ", "onedrive-"], &[]),
    tool(
        "Google Drive",
        &["google drive", "googledrive", "my drive"],
        &["googledrive-"],
        &[".tmp.drivedownload"],
    ),
    tool("iCloud", &["mobile documents", "icloud drive"], &["iclouddrive"], &[]),
    tool("Nextcloud", &["nextcloud"], &["nextcloud-"], &[".nextcloudsync.log"]),
    tool("ownCloud", &["owncloud"], &["owncloud-", "owncloud - "], &[".owncloudsync.log"]),
    tool("Syncthing", &[], &[], &[".stfolder"]),
    tool("Box", &["box", "box sync"], &["box-"], &[]),
    tool("pCloud", &["pclouddrive", "pcloud drive", "pcloud sync"], &[], &[]),
    tool("Seafile", &["seafile", "seadrive"], &[], &[".seafile-data"]),
    tool("Proton Drive", &["proton drive"], &["protondrive-"], &[]),
    tool("kDrive", &["kdrive"], &["kdrive-"], &[]),
    tool("Tresorit", &["tresorit", "tresors"], &[], &[]),
    tool("Sync.com", &["sync"], &[], &[]),
    tool("MEGA", &["mega", "megasync"], &[], &[".megaignore"]),
    // Where macOS keeps the folders of all such tools.
    tool("a sync tool", &["cloudstorage"], &[], &[]),
];

/// The tool that keeps `folder` in sync, if any, also behind links.
pub fn sync_tool(folder: &Path) -> Option<&'static str> {
    let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let is_kept = |tool: &&SyncTool| {
        real.ancestors().any(|folder| {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            tool.names.contains(&&*name)
                || tool.starts.iter().any(|start| name.starts_with(start))
                || tool.markers.iter().any(|marker| folder.join(marker).exists())
        })
    };
    TOOLS.iter().find(is_kept).map(|tool| tool.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folders_of_sync_tools_are_known_by_name_or_by_what_is_in_them() {
        for (path, tool) in [
            ("/home/ana/Dropbox/shoptalk", Some("Dropbox")),
            ("/home/ana/Dropbox (Acme)/x/y", Some("Dropbox")),
            ("/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/shoptalk", Some("iCloud")),
            ("/Users/ana/Library/CloudStorage/OneDrive-Acme/shoptalk", Some("OneDrive")),
            ("/Users/ana/Library/CloudStorage/Tresorit/shoptalk", Some("Tresorit")),
            ("/Users/ana/Library/CloudStorage/Other/shoptalk", Some("a sync tool")),
            (
                "/Users/ana/Library/CloudStorage/GoogleDrive-a@acme.com/My Drive",
                Some("Google Drive"),
            ),
            ("/home/ana/Nextcloud", Some("Nextcloud")),
            ("/home/ana/Proton Drive/My files", Some("Proton Drive")),
            ("/home/ana/iCloud Drive", Some("iCloud")),
            ("/home/ana/Sync/shoptalk", Some("Sync.com")),
            ("/home/ana/.local/share/shoptalk", None),
            ("/home/ana/toolbox/megabytes/dropboxes", None),
        ] {
            assert_eq!(sync_tool(Path::new(path)), tool, "{path}");
        }
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("notes/shoptalk");
        fs::create_dir_all(&data).unwrap();
        fs::create_dir(home.path().join("notes/.stfolder")).unwrap();
        assert_eq!(sync_tool(&data), Some("Syncthing"));
        assert_eq!(sync_tool(home.path()), None);
    }
}
