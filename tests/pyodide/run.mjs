// Run one Python function of this project inside Pyodide, the Python of web pages.
// Arguments: pyodide.mjs, the project, the folder of its packages, the folder of the pictures.
const [pyodide, project, packages, pictures] = process.argv.slice(2);
const { loadPyodide } = await import(pyodide);
const python = await loadPyodide({ stdout: () => {} });
for (const [at, root] of [["/project", project], ["/packages", packages], ["/pictures", pictures]]) {
  python.FS.mkdirTree(at);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, at);
}
console.log(python.runPython(`
import sys
sys.dont_write_bytecode = True
sys.path[:0] = ["/project", "/packages"]
from tests.pyodide.parity import told
told("/pictures")
`));
